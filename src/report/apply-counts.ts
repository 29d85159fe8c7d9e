import type { Outcome, StepResult } from '../model/outcome.ts';
import { count } from './wording.ts';

/** How many steps had each outcome. */
export function applyCounts(results: readonly StepResult[]): Record<Outcome['kind'], number> {
  const counts = { applied: 0, failed: 0, skipped: 0 };
  for (const { outcome } of results) counts[outcome.kind]++;
  return counts;
}

/** The counts as a sentence: `Applied 3 of 4 steps; 1 failed.` */
export function applyCountLine(results: readonly StepResult[]): string {
  if (results.length === 0) return 'Nothing was to do; nothing was sent.';
  const { applied, failed, skipped } = applyCounts(results);
  const head = `Applied ${applied} of ${count(results.length, 'step')}`;
  const rest = [failed > 0 ? `${failed} failed` : '', skipped > 0 ? `${skipped} skipped` : ''].filter(
    (part) => part !== '',
  );
  return rest.length === 0 ? `${head}.` : `${head}; ${rest.join(', ')}.`;
}

/** What the reader should do next, as sentences; empty when there is nothing to do. */
export function applyAdvice(results: readonly StepResult[]): string {
  const { applied, failed, skipped } = applyCounts(results);
  if (failed === 0 && skipped === 0) return '';
  const done = applied > 0 ? ' What is applied stays and is not sent again.' : '';
  return `Put right what the hints name and make a new plan.${done}`;
}
