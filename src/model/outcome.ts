import type { Step } from './plan.ts';

/**
 * What became of one step.
 * - `applied`: sent, accepted, and found there when it was read back;
 * - `failed`: the directory refused it, or holds something else afterwards;
 * - `skipped`: not sent.
 */
export type Outcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'failed'; readonly reason: string; readonly hint: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** A step with its outcome. */
export interface StepResult {
  readonly step: Step;
  readonly outcome: Outcome;
}
