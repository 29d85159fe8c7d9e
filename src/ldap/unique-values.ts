import type { Value } from '../model/entry.ts';
import type { MatchingRule } from '../model/profile.ts';
import { valueKey } from './value-key.ts';

/** The values without those that equal an earlier one: a server refuses to store two equal values (RFC 4511 §4.1.7). */
export function uniqueValues<V extends Value>(values: readonly V[], rule: MatchingRule): readonly V[] {
  const byKey = new Map<string, V>();
  for (const value of values) {
    const key = valueKey(value, rule);
    if (!byKey.has(key)) byKey.set(key, value);
  }
  return byKey.size === values.length ? values : [...byKey.values()];
}
