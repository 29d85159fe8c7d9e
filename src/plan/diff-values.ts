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
 * as they are declared. Of several stored spellings of one declared value all stay. Keys are made only for what does
 * not match to the letter, because most of it does.
 */
export function diffValues(
  declared: readonly string[],
  stored: readonly Value[],
  keyOf: (value: Value) => string,
): ValueDiff {
  if (declared.length === stored.length && declared.every((value, index) => value === stored[index])) return nothing;
  const onlyDeclared = without(declared, stored);
  const onlyStored = without(stored, declared);
  const add = onlyDeclared.length === 0 ? [] : missingValues(onlyDeclared, stored, keyOf);
  const spellings = onlyStored.length === 0 ? new Map<string, string>() : firstByKey(declared, keyOf);
  const remove: Value[] = [];
  const spelling: Spelling[] = [];
  for (const value of onlyStored) {
    const meant = spellings.get(keyOf(value));
    if (meant === undefined) remove.push(value);
    else spelling.push({ stored: value, declared: meant });
  }
  return { change: { remove, add }, spelling };
}

/** Those of the first that are not among the second, to the letter. Most lists begin alike and differ in few values. */
function without<V extends Value>(values: readonly V[], others: readonly Value[]): readonly V[] {
  let alike = 0;
  while (alike < values.length && values[alike] === others[alike]) alike += 1;
  const rest = values.slice(alike);
  if (rest.length <= few) return rest.filter((value) => !others.includes(value));
  const present = new Set<Value>(others);
  return rest.filter((value) => !present.has(value));
}

/** So many values are looked up one by one faster than all the others are put into a set. */
const few = 4;

function missingValues(
  declared: readonly string[],
  stored: readonly Value[],
  keyOf: (value: Value) => string,
): string[] {
  const missing = firstByKey(declared, keyOf);
  for (const value of stored) missing.delete(keyOf(value));
  return [...missing.values()];
}

function firstByKey(values: readonly string[], keyOf: (value: Value) => string): Map<string, string> {
  const byKey = new Map<string, string>();
  for (const value of values) {
    const key = keyOf(value);
    if (!byKey.has(key)) byKey.set(key, value);
  }
  return byKey;
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
