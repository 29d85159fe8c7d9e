import type { DesiredGroup } from '../model/group.ts';

/** Groups that go and groups that are new, as far as they look like the same ones under another address. */
export interface Renames {
  readonly formerly: ReadonlyMap<DesiredGroup, DesiredGroup>;
  readonly becomes: ReadonlyMap<DesiredGroup, DesiredGroup>;
}

/** Pairs groups of the same file, then those where the new one has at least half of the members of the old one. */
export function pairRenames(
  gone: readonly DesiredGroup[],
  added: readonly DesiredGroup[],
  keyOf: (address: string) => string,
): Renames {
  const formerly = new Map<DesiredGroup, DesiredGroup>();
  const becomes = new Map<DesiredGroup, DesiredGroup>();
  const pair = (old: DesiredGroup, fresh: DesiredGroup): void => {
    formerly.set(fresh, old);
    becomes.set(old, fresh);
  };
  const files = new Map(added.map((group) => [group.file, group]));
  for (const old of gone) {
    const fresh = files.get(old.file);
    if (fresh !== undefined) pair(old, fresh);
  }
  const groupsOf = new Map<string, DesiredGroup[]>();
  for (const fresh of added) {
    if (formerly.has(fresh)) continue;
    for (const key of new Set(fresh.members.map(keyOf))) {
      const groups = groupsOf.get(key);
      if (groups === undefined) groupsOf.set(key, [fresh]);
      else groups.push(fresh);
    }
  }
  for (const old of gone) {
    if (becomes.has(old)) continue;
    const best = mostAlike(old, groupsOf, keyOf, (fresh) => !formerly.has(fresh));
    if (best !== undefined) pair(old, best);
  }
  return { formerly, becomes };
}

function mostAlike(
  { members }: DesiredGroup,
  groupsOf: ReadonlyMap<string, readonly DesiredGroup[]>,
  keyOf: (address: string) => string,
  isFree: (group: DesiredGroup) => boolean,
): DesiredGroup | undefined {
  const keys = new Set(members.map(keyOf));
  const shared = new Map<DesiredGroup, number>();
  for (const key of keys) {
    for (const group of groupsOf.get(key) ?? []) if (isFree(group)) shared.set(group, (shared.get(group) ?? 0) + 1);
  }
  const [best] = [...shared].sort(([, a], [, b]) => b - a);
  return best !== undefined && best[1] * 2 >= keys.size ? best[0] : undefined;
}
