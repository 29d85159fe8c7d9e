import { groupKey } from '../ldap/group-key.ts';
import type { Change } from '../model/change.ts';
import { takesAddress } from './blocked.ts';

/** Updates and deletions come after everything that gives a group an address. */
const lateTurns: Readonly<Record<Change['kind'], number>> = { create: 0, update: 1e9, delete: 2e9 };

/**
 * The order to make changes in: groups appear before others name them and go last; an address is given up before another
 * group gets it; by address and DN within that.
 */
export function orderChanges<T extends { readonly change: Change }>(items: readonly T[]): T[] {
  const sorted = [...items].sort(
    ({ change: a }, { change: b }) => compare(a.address, b.address) || compare(a.dn, b.dn),
  );
  return inTurns(sorted).flat();
}

/**
 * The same changes in turns, in their order within each: those of one turn do not depend on each other, and all of them go
 * before the next turn.
 */
export function inTurns<T extends { readonly change: Change }>(items: readonly T[]): readonly (readonly T[])[] {
  const turnOf = turnsOf(items);
  const turns = new Map<number, T[]>();
  for (const item of items) {
    const turn = turnOf(item);
    const others = turns.get(turn);
    if (others === undefined) turns.set(turn, [item]);
    else others.push(item);
  }
  return [...turns].sort(([a], [b]) => a - b).map(([, turn]) => turn);
}

/**
 * What must be done before a change: all that gives a new address to a group which had this one before. Else the entry of
 * that address would look like the one that is still to be renamed.
 */
export function giversAmong<T extends { readonly change: Change }>(
  items: readonly T[],
): (change: Change) => readonly T[] {
  const givers = new Map<string, T[]>();
  for (const item of items) {
    const { change } = item;
    if (!takesAddress(change)) continue;
    for (const key of change.desired.previously.map(groupKey)) givers.set(key, [...(givers.get(key) ?? []), item]);
  }
  return (change) => (takesAddress(change) ? (givers.get(groupKey(change.address)) ?? []) : []);
}

function turnsOf<T extends { readonly change: Change }>(items: readonly T[]): (item: T) => number {
  const giversOf = giversAmong(items);
  const known = new Map<T, number>();
  const turnOf = (item: T): number => {
    const { change } = item;
    if (!takesAddress(change)) return lateTurns[change.kind];
    const first = change.kind === 'create' ? 0 : 1;
    if (!known.has(item)) {
      known.set(item, first); // what goes round in a circle is refused when manifests are read
      known.set(item, Math.max(first, ...giversOf(change).map((giver) => turnOf(giver) + 1)));
    }
    return known.get(item) ?? first;
  };
  return turnOf;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
