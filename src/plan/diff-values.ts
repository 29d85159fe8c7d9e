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
  const [declaredTexts, storedTexts] = [new Set<Value>(declared), new Set<Value>(stored)];
  const onlyDeclared = declared.filter((value) => !storedTexts.has(value));
  const onlyStored = stored.filter((value) => !declaredTexts.has(value));
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

function missingValues(
  declared: readonly string[],
  stored: readonly Value[],
  keyOf: (value: Value) => string,
): string[] {
  const present = new Set(stored.map(keyOf));
  return [...firstByKey(declared, keyOf)].filter(([key]) => !present.has(key)).map(([, value]) => value);
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
