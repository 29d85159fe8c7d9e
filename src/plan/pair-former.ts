import { groupKey } from '../ldap/group-key.ts';
import type { DesiredGroup } from '../model/group.ts';

/** Groups by `groupKey` of their addresses. */
export type GroupsByAddress = ReadonlyMap<string, DesiredGroup>;

/**
 * Which group each one was before, where its manifest names a former address: by the group as it is now. An address can
 * pass on, so that a group may have one that another group gave up.
 */
export function pairFormer(before: GroupsByAddress, after: GroupsByAddress): ReadonlyMap<DesiredGroup, DesiredGroup> {
  const former = [...after].filter(([, { previously }]) => previously.length > 0);
  const found = new Map<DesiredGroup, DesiredGroup>();
  const taken = new Set<DesiredGroup>();
  const isFree = (group: DesiredGroup | undefined): group is DesiredGroup => group !== undefined && !taken.has(group);
  for (let last = -1; last < found.size; ) {
    last = found.size;
    for (const [key, group] of former) {
      if (found.has(group) || isFree(before.get(key))) continue;
      const was = group.previously.map((address) => before.get(groupKey(address))).find(isFree);
      if (was === undefined) continue;
      found.set(group, was);
      taken.add(was);
    }
  }
  return found;
}
