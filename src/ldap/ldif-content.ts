import type { Attribute, Value } from '../model/entry.ts';
import { type LdifField, ldifField } from './ldif-field.ts';
import type { LdifProblem } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';

/** An attribute while its values are collected. */
interface OpenAttribute {
  readonly name: string;
  readonly values: Value[];
}

/** The fields of some lines; undefined, and the problems noted, when one of them cannot be read. */
export function ldifFields(lines: readonly LdifLine[], problems: LdifProblem[]): readonly LdifField[] | undefined {
  const before = problems.length;
  const fields: LdifField[] = [];
  for (const line of lines) {
    const field = ldifField(line);
    if ('message' in field) problems.push(field);
    else if (field.name.length === 2 && field.name.toLowerCase() === 'dn') problems.push(secondDn(line.line));
    else fields.push(field);
  }
  return problems.length > before ? undefined : fields;
}

/**
 * The values under their attributes: attributes in the order and spelling in which they are first seen, values in the
 * order in which they come. Names compare without regard to case.
 */
export function groupFields(fields: readonly LdifField[]): readonly Attribute[] {
  const byName = new Map<string, OpenAttribute>();
  let last: OpenAttribute | undefined;
  for (const { name, value } of fields) {
    if (last?.name !== name) {
      const key = name.toLowerCase();
      last = byName.get(key) ?? { name, values: [] };
      byName.set(key, last);
    }
    last.values.push(value);
  }
  return [...byName.values()];
}

function secondDn(line: number): LdifProblem {
  return {
    line,
    message: 'a second "dn:" stands inside a record',
    hint: 'Between two records stands a blank line.',
  };
}
