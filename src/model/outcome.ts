import type { Step } from './plan.ts';

/**
 * What became of one step.
 * - `applied`: sent, accepted, and found there when it was read back;
 * - `agreed`: the directory had become as declared before the step was sent;
 * - `failed`: the directory refused it, or holds something else afterwards;
 * - `held`: the entry changed in the meantime, and what would go now is more than the limits allow;
 * - `undone`: applied, and taken back because another step failed;
 * - `skipped`: not sent.
 */
export type Outcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'agreed' }
  | { readonly kind: 'failed'; readonly reason: string; readonly hint: string }
  | { readonly kind: 'held'; readonly reason: string; readonly hint: string }
  | { readonly kind: 'undone' }
  | { readonly kind: 'skipped'; readonly reason: string };

/** A step with its outcome. */
export interface StepResult {
  /** As it was sent: not the planned one when somebody had changed the entry and it was planned again. */
  readonly step: Step;
  readonly planned: Step;
  readonly outcome: Outcome;
}
