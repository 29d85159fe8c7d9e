import type { Plan } from '../model/plan.ts';
import type { CurrentState, UnclearGroup } from '../model/state.ts';
import type { DirectoryReader } from './directory.ts';
import { inParallel } from './in-parallel.ts';

/** A value that no group has. */
const nobody = 'nobody@rollcall.invalid';

/**
 * Groups that look empty to us and may not be: a server that hides an attribute answers as if there were none, and
 * planning would add everything that is there already, delete what it cannot see, or say that all agrees. A comparison
 * tells the two apart.
 */
export async function findHidden(
  reader: DirectoryReader,
  { unmanaged }: Plan,
  { groups }: CurrentState,
  member: string,
  inFlight: number,
): Promise<readonly UnclearGroup[]> {
  const unclear: UnclearGroup[] = [];
  const left = new Set(unmanaged.map(({ dn }) => dn));
  const empty = groups.filter(({ dn, members }) => members.length === 0 && !left.has(dn));
  await inParallel(empty, inFlight, async ({ dn, addresses }) => {
    const presence = await reader.presence(dn, member, nobody);
    if (presence !== 'absent') unclear.push({ dn, addresses, ...words(member, presence) });
  });
  return unclear.sort((a, b) => (a.dn < b.dn ? -1 : 1));
}

/** A state with some of its groups set apart as unclear. */
export function withUnclear(state: CurrentState, unclear: readonly UnclearGroup[]): CurrentState {
  const names = new Set(unclear.map(({ dn }) => dn));
  return {
    ...state,
    groups: state.groups.filter(({ dn }) => !names.has(dn)),
    unclear: [...state.unclear, ...unclear],
  };
}

function words(member: string, presence: 'present' | 'unknown'): Pick<UnclearGroup, 'message' | 'hint'> {
  const hint = `Let the bind DN read ${member} (olcAccess), then run the command again.`;
  return presence === 'present'
    ? { message: `has ${member} and does not show it to the bind DN`, hint }
    : { message: `does not let the bind DN see whether it has ${member}`, hint };
}
