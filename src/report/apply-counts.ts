import type { Outcome, StepResult } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { StaleStep } from '../model/saved-plan.ts';
import { count } from './wording.ts';

/** What a plan does not send: held steps and conflicts, and of a saved plan the steps that are stale. */
export interface LeftAlone extends Pick<Plan, 'held' | 'conflicts'> {
  readonly stale: readonly StaleStep[];
}

/** What is said of a step that was not sent as planned. */
export const plannedAgain: string = 'somebody changed the group after it was planned, so it was planned again';

/** How many steps had each outcome. */
export function applyCounts(results: readonly StepResult[]): Record<Outcome['kind'], number> {
  const counts = { applied: 0, agreed: 0, failed: 0, held: 0, undone: 0, skipped: 0 };
  for (const { outcome } of results) counts[outcome.kind]++;
  return counts;
}

/** The counts as a sentence: `Applied 3 of 4 steps; 1 failed, 1 held.` */
export function applyCountLine(results: readonly StepResult[], { held, conflicts, stale }: LeftAlone): string {
  const { applied, agreed, failed, undone, skipped, ...counts } = applyCounts(results);
  const waiting = counts.held + held.length;
  const rest = [
    agreed > 0 ? `${agreed} agreed already` : '',
    failed > 0 ? `${failed} failed` : '',
    undone > 0 ? `${undone} taken back` : '',
    skipped > 0 ? `${skipped} skipped` : '',
    stale.length > 0 ? `${stale.length} stale` : '',
    waiting > 0 ? `${waiting} held` : '',
    conflicts.length > 0 ? count(conflicts.length, 'conflict') : '',
  ].filter((part) => part !== '');
  if (results.length === 0 && rest.length === 0) return 'Nothing was to do; nothing was sent.';
  const head = results.length === 0 ? 'Nothing was sent' : `Applied ${applied} of ${count(results.length, 'step')}`;
  return rest.length === 0 ? `${head}.` : `${head}; ${rest.join(', ')}.`;
}

/** What the reader should do next about steps that failed or were not sent, as sentences; empty when there is nothing to do. */
export function applyAdvice(results: readonly StepResult[]): string {
  const { applied, failed, skipped } = applyCounts(results);
  if (failed === 0 && skipped === 0) return '';
  const done = applied > 0 ? ' What is applied stays and is not sent again.' : '';
  return `Put right what the hints name and make a new plan.${done}`;
}
