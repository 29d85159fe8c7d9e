import type { ValueChange } from '../model/change.ts';
import type { Value } from '../model/entry.ts';

/** A stored value and its declared spelling. */
export interface Spelling {
  readonly stored: Value;
  readonly declared: string;
}

/** What has to change in a set of values, and what differs in spelling alone. */
export interface ValueDiff {
  readonly change: ValueChange;
  readonly spelling: readonly Spelling[];
}

const nothing: ValueDiff = { change: { remove: [], add: [] }, spelling: [] };

/**
 * Compares declared with stored values under a key: surplus values are removed as they are stored, missing ones added
 * as they are declared. Of several stored spellings of one declared value all stay.
 */
export function diffValues(
  declared: readonly string[],
  stored: readonly Value[],
  keyOf: (value: Value) => string,
): ValueDiff {
  if (sameValues(declared, stored)) return nothing;
  const byKey = new Map<string, Value[]>();
  for (const value of stored) {
    const key = keyOf(value);
    const twins = byKey.get(key);
    if (twins === undefined) byKey.set(key, [value]);
    else twins.push(value);
  }
  const add: string[] = [];
  const spelling: Spelling[] = [];
  const seen = new Set<string>();
  for (const value of declared) {
    const key = keyOf(value);
    if (seen.has(key)) continue;
    seen.add(key);
    const twins = byKey.get(key);
    if (twins === undefined) add.push(value);
    else for (const twin of twins) if (twin !== value) spelling.push({ stored: twin, declared: value });
    byKey.delete(key);
  }
  return { change: { remove: [...byKey.values()].flat(), add }, spelling };
}

/** The difference with its spelling corrected: other spellings out, the declared one in where it is missing. */
export function withSpellingFixed({ change, spelling }: ValueDiff, stored: readonly Value[]): ValueDiff {
  const present = new Set(stored);
  const respelled = new Set(spelling.map(({ declared }) => declared).filter((declared) => !present.has(declared)));
  return {
    change: {
      remove: [...change.remove, ...spelling.map((item) => item.stored)],
      add: [...change.add, ...respelled],
    },
    spelling: [],
  };
}

function sameValues(declared: readonly string[], stored: readonly Value[]): boolean {
  if (declared.length !== stored.length) return false;
  if (declared.every((value, index) => value === stored[index])) return true;
  const present = new Set<Value>(stored);
  return present.size === stored.length && declared.every((value) => present.has(value));
}
