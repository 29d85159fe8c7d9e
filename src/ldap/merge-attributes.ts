import type { Attribute } from '../model/entry.ts';

/**
 * Each attribute once, with all its values. A server can answer one attribute in several pieces (slapd does for entries
 * that were loaded with its values apart): to see only the first piece would hide members.
 */
export function mergeAttributes(attributes: readonly Attribute[]): readonly Attribute[] {
  const names = attributes.map(({ name }) => name.toLowerCase());
  const distinct = [...new Set(names)];
  if (distinct.length === attributes.length) return attributes;
  return distinct.map((wanted) => {
    const pieces = attributes.filter((_, index) => names[index] === wanted);
    return { name: pieces[0]?.name ?? wanted, values: pieces.flatMap(({ values }) => values) };
  });
}
