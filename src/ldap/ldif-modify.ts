import type { Value } from '../model/entry.ts';
import type { Modification } from '../model/operation.ts';
import { type LdifField, ldifField, quote } from './ldif-field.ts';
import type { LdifProblem } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';

/** A modification while its values are collected. */
interface OpenModification {
  readonly kind: Modification['kind'];
  readonly attribute: string;
  readonly values: Value[];
  readonly line: number;
}

/**
 * The modifications of a modify record (RFC 2849 mod-spec; increment is RFC 4525); undefined, and the problems noted,
 * when a line does not fit. The `-` behind the last one may be missing.
 */
export function ldifModifications(
  lines: readonly LdifLine[],
  problems: LdifProblem[],
): readonly Modification[] | undefined {
  const before = problems.length;
  const modifications: OpenModification[] = [];
  let current: OpenModification | undefined;
  for (const line of lines) {
    if (current !== undefined && line.text.trimEnd() === '-') {
      current = undefined;
      continue;
    }
    const field = ldifField(line);
    if ('message' in field) {
      problems.push(field);
    } else if (current?.attribute.toLowerCase() === field.name.toLowerCase()) {
      current.values.push(field.value);
    } else if (current === undefined) {
      current = opened(field, line.line, problems);
      if (current !== undefined) modifications.push(current);
    } else {
      problems.push(misplaced(field, current, line.line));
      current = kinds[field.name.toLowerCase()] && opened(field, line.line, problems);
    }
  }
  if (problems.length === before) for (const modification of modifications) checkValues(modification, problems);
  if (problems.length > before) return undefined;
  return modifications.map(({ kind, attribute, values }) => ({ kind, attribute, values }));
}

const kinds: Readonly<Record<string, Modification['kind']>> = {
  add: 'add',
  delete: 'delete',
  replace: 'replace',
  increment: 'increment',
};

function opened({ name, value }: LdifField, line: number, problems: LdifProblem[]): OpenModification | undefined {
  const kind = kinds[name.toLowerCase()];
  if (kind === undefined) {
    problems.push({
      line,
      message: `${quote(name)} is not a kind of modification`,
      hint: 'A modification begins with "add:", "delete:", "replace:" or "increment:" and the attribute\'s name.',
    });
    return undefined;
  }
  const attribute = typeof value === 'string' ? value.trim() : '';
  if (/^[a-z0-9][a-z0-9_.;=-]*$/i.test(attribute)) return { kind, attribute, values: [], line };
  problems.push({ line, message: `"${name}:" names no attribute`, hint: 'Write the name of one attribute behind it.' });
  return undefined;
}

function misplaced(field: LdifField, { kind, attribute }: OpenModification, line: number): LdifProblem {
  return {
    line,
    message: `"${field.name}:" stands among the values of "${kind}: ${attribute}"`,
    hint: 'Each modification ends with a line that holds "-" alone.',
  };
}

function checkValues({ kind, attribute, values, line }: OpenModification, problems: LdifProblem[]): void {
  if (kind === 'add' && values.length === 0) {
    problems.push({ line, message: `"add: ${attribute}" has no value`, hint: 'Write the values, or remove it.' });
  }
  if (kind === 'increment' && values.length !== 1) {
    problems.push({ line, message: `"increment: ${attribute}" needs one value`, hint: 'Write the amount to add.' });
  }
}
