import type { Override } from '../model/exception.ts';
import { Failure } from '../model/failure.ts';
import type { Plan } from '../model/plan.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { unknownOverride } from '../plan/unknown-override.ts';
import { count } from '../report/wording.ts';

/** A replica that was never filled, a wrong base and missing rights all look like a directory without groups. */
export function refuseEmpty({ target, summary, held }: Plan, current: CurrentState): void {
  const created = summary.create + held.filter(({ step }) => step.change.kind === 'create').length;
  if (created === 0 || current.groups.length + current.unclear.length > 0) return;
  throw new Failure(
    'directory',
    `no group is below ${target.base} at ${target.url}, and ${count(created, 'group is', 'groups are')} declared`,
    'Check directory.base, directory.filter and the rights of the bind DN; a replica that was never filled looks the same. Where there really is no group yet, run with --bootstrap.',
  );
}

/** Nobody can agree to what is not there: a misspelt group ends the run before anything is planned or written. */
export function refuseUnknown(overrides: readonly Override[], desired: DesiredState, current: CurrentState): void {
  const unknown = unknownOverride(overrides, desired, current);
  if (unknown !== undefined) throw new Failure('usage', unknown.message, unknown.hint);
}
