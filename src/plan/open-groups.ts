import { addressKey } from '../model/address.ts';
import type { DesiredGroup } from '../model/group.ts';

/**
 * The groups that have members of whom nothing is known yet, because a query was not asked: their own, or those of groups
 * that are members.
 */
export function openGroups(groups: readonly DesiredGroup[]): ReadonlySet<DesiredGroup> {
  const open = new Set(
    groups.filter(({ composition }) => composition !== undefined && composition.unanswered.length > 0),
  );
  if (open.size === 0) return open;
  const keysOf = ({ address, aliases = [] }: DesiredGroup): readonly string[] =>
    [address, ...aliases].map((one) => addressKey(one, 'fold'));
  const keys = new Set([...open].flatMap(keysOf));
  for (let found = true; found; ) {
    const next = groups.filter(
      (group) => !open.has(group) && group.members.some((one) => keys.has(addressKey(one, 'fold'))),
    );
    found = next.length > 0;
    for (const group of next) {
      open.add(group);
      for (const key of keysOf(group)) keys.add(key);
    }
  }
  return open;
}
