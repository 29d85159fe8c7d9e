import type { Change } from '../model/change.ts';

const ranks: Readonly<Record<Change['kind'], number>> = { create: 0, update: 1, delete: 2 };

/** The order to make changes in: groups appear before others name them and go last; by address and DN within that. */
export function orderChanges<T extends { readonly change: Change }>(items: readonly T[]): T[] {
  return [...items].sort(
    ({ change: a }, { change: b }) =>
      ranks[a.kind] - ranks[b.kind] || compare(a.address, b.address) || compare(a.dn, b.dn),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
