import { type CheckResult, type Diagnosis, type FindingState, worstState } from '../model/diagnosis.ts';

/** How a whole check ended: its worst finding, or `skipped` when it was not made. */
export type CheckState = FindingState | 'skipped';

/** How a check ended. */
export function checkState({ findings }: CheckResult): CheckState {
  return worstState(findings) ?? 'skipped';
}

/** How many checks ended in each way. */
export function doctorCounts({ checks }: Diagnosis): Readonly<Record<CheckState, number>> {
  const number = (state: CheckState): number => checks.filter((check) => checkState(check) === state).length;
  return {
    ok: number('ok'),
    note: number('note'),
    warning: number('warning'),
    error: number('error'),
    skipped: number('skipped'),
  };
}
