import { groupKey } from '../ldap/group-key.ts';
import type { Change } from '../model/change.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { Conflict } from '../model/plan.ts';

/** Changes that can be made, and conflicts for those that cannot. */
export interface Unblocked {
  readonly changes: readonly Change[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Sets apart what would give a group the former address of another one that is in conflict: once that was done, nobody could
 * tell any more which of the two the entry is.
 */
export function withoutBlocked(
  changes: readonly Change[],
  conflicts: readonly Conflict[],
  groups: readonly DesiredGroup[],
): Unblocked {
  const former = groups.filter(({ previously }) => previously.length > 0);
  const stuck = new Set(conflicts.map(({ address }) => groupKey(address)));
  let [left, blocked]: [readonly Change[], readonly Conflict[]] = [changes, []];
  for (let last = -1; former.length > 0 && last < blocked.length; ) {
    last = blocked.length;
    const heirs = former.filter(({ address }) => stuck.has(groupKey(address)));
    const heirOf = (change: Change): DesiredGroup | undefined =>
      takesAddress(change) ? heirs.find((heir) => isFormer(heir, change.address)) : undefined;
    const found = left.flatMap((change): Conflict[] => {
      const heir = heirOf(change);
      return heir === undefined ? [] : [conflictOf(change, heir)];
    });
    left = left.filter((change) => heirOf(change) === undefined);
    blocked = [...blocked, ...found];
    for (const { address } of found) stuck.add(groupKey(address));
  }
  return { changes: left, conflicts: blocked };
}

/** Whether a group gets an address that it did not have. */
export function takesAddress(change: Change): change is Exclude<Change, { kind: 'delete' }> {
  return change.kind === 'create' || (change.kind === 'update' && change.rename !== undefined);
}

/** Whether a group had this address before. */
export function isFormer({ previously }: DesiredGroup, address: string): boolean {
  return previously.some((one) => groupKey(one) === groupKey(address));
}

function conflictOf({ address, dn, kind }: Change, heir: DesiredGroup): Conflict {
  return {
    address,
    dns: kind === 'create' ? [] : [dn],
    message: `its address is a former one of ${heir.address} (${heir.file}), which is in conflict`,
    hint: 'Look at that conflict first.',
  };
}
