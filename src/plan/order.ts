import type { Change } from '../model/change.ts';

const ranks: Readonly<Record<Change['kind'], number>> = { create: 0, update: 1, delete: 2 };

/** The order to make changes in: groups appear before others name them and go last; by address within that. */
export function orderChanges<T extends { readonly change: Change }>(items: readonly T[]): T[] {
  return [...items].sort(
    (a, b) => ranks[a.change.kind] - ranks[b.change.kind] || compare(a.change.address, b.change.address),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
