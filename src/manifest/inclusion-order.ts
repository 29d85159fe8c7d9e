/** Where inclusions lead. */
export interface InclusionOrder<Group> {
  /** Every group once, and after all that it includes as far as no cycle prevents that. */
  readonly order: readonly Group[];
  /** Groups that include the next one each, and the last one the first. */
  readonly cycles: readonly (readonly Group[])[];
}

interface Visit<Group> {
  readonly group: Group;
  readonly included: readonly Group[];
  next: number;
}

/** Walks from each group to those that it includes, without recursion: a chain may be as long as there are groups. */
export function inclusionOrder<Group>(
  groups: readonly Group[],
  includedBy: (group: Group) => readonly Group[],
): InclusionOrder<Group> {
  const order: Group[] = [];
  const cycles: Group[][] = [];
  const done = new Set<Group>();
  const open = new Map<Group, number>();
  const path: Visit<Group>[] = [];
  const enter = (group: Group): void => {
    open.set(group, path.length);
    path.push({ group, included: includedBy(group), next: 0 });
  };
  for (const start of groups) {
    if (!done.has(start)) enter(start);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const { group, included } = visit;
      const next = included[visit.next];
      visit.next += 1;
      if (next === undefined) {
        path.pop();
        open.delete(group);
        done.add(group);
        order.push(group);
        continue;
      }
      const depth = open.get(next);
      if (depth !== undefined) cycles.push(path.slice(depth).map((one) => one.group));
      else if (!done.has(next)) enter(next);
    }
  }
  return { order, cycles };
}
