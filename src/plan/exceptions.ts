import { groupKey } from '../ldap/group-key.ts';
import type { Exception, ExceptionKind, Override } from '../model/exception.ts';
import type { DesiredGroup } from '../model/group.ts';

/** Every exception that manifests and the command line make, not yet used by a step. `today` is `YYYY-MM-DD` in the calendar of the settings. */
export function exceptionsOf(
  groups: readonly DesiredGroup[],
  overrides: readonly Override[],
  today: string,
): readonly Exception[] {
  const reviewed = groups.flatMap(({ address, allow }): Exception[] => {
    if (allow === undefined) return [];
    const state = today <= allow.until ? 'unused' : 'expired';
    return [{ address, kind: 'removals', ...allow, used: 0, from: 'manifest', state }];
  });
  const forThisRun = overrides.map((override): Exception => {
    return { ...override, used: 0, until: undefined, reason: undefined, from: 'command line', state: 'unused' };
  });
  return [...reviewed, ...forThisRun];
}

/** The exceptions that the reader of a plan should see: all but those of manifests that nothing needs. */
export function notableExceptions(exceptions: readonly Exception[]): readonly Exception[] {
  return exceptions.filter(({ from, state }) => from === 'command line' || state !== 'unused');
}

/** What an exception is found by: the group's address in any spelling, and what it lets go. */
export function exceptionKey(kind: ExceptionKind, address: string): string {
  return `${kind} ${groupKey(address)}`;
}
