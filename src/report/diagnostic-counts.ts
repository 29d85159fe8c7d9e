import type { Diagnostic } from '../model/diagnostic.ts';
import { count } from './wording.ts';

/** How many diagnostics are errors and how many are warnings. */
export function diagnosticCounts(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number } {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

/** The counts as a sentence: `1 error and 2 warnings.` */
export function diagnosticCountLine(diagnostics: readonly Diagnostic[]): string {
  const { errors, warnings } = diagnosticCounts(diagnostics);
  if (errors + warnings === 0) return 'No problems found.';
  if (warnings === 0) return `${count(errors, 'error')}.`;
  return errors === 0
    ? `${count(warnings, 'warning')}.`
    : `${count(errors, 'error')} and ${count(warnings, 'warning')}.`;
}
