import type { Attribute, Value } from '../model/entry.ts';
import type { MatchingRule } from '../model/profile.ts';
import { rdnOf } from './dn.ts';
import { valueKey } from './value-key.ts';

/** The attribute of this name, which compares without regard to case. */
export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const wanted = name.toLowerCase();
  return attributes.find((attribute) => attribute.name.toLowerCase() === wanted);
}

/** The attributes with one of them holding these values, at its old place or at the end; gone when there are none. */
export function withValues(
  attributes: readonly Attribute[],
  name: string,
  values: readonly Value[],
): readonly Attribute[] {
  const wanted = name.toLowerCase();
  const index = attributes.findIndex((attribute) => attribute.name.toLowerCase() === wanted);
  if (values.length === 0) return attributes.filter((_, i) => i !== index);
  if (index < 0) return [...attributes, { name, values }];
  return attributes.map((attribute, i) => (i === index ? { name: attribute.name, values } : attribute));
}

/** The attributes with the values that the entry is named by, which a server adds where they are missing. */
export function withRdnValues(
  attributes: readonly Attribute[],
  dn: string,
  ruleOf: (attribute: string) => MatchingRule,
): readonly Attribute[] {
  let result = attributes;
  for (const { type, value } of rdnOf(dn) ?? []) {
    const present = findAttribute(result, type);
    const key = valueKey(value, ruleOf(type));
    if (present?.values.some((v) => valueKey(v, ruleOf(type)) === key) !== true) {
      result = withValues(result, present?.name ?? type, [...(present?.values ?? []), value]);
    }
  }
  return result;
}
