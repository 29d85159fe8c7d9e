import type { Operation } from '../model/operation.ts';
import { groupFields, ldifFields } from './ldif-content.ts';
import { type LdifField, ldifField, quote } from './ldif-field.ts';
import type { LdifProblem } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';
import { ldifModifications } from './ldif-modify.ts';
import { ldifRename } from './ldif-rename.ts';

/** Whether a line says which kind of change a record is. */
export function isChangeType(line: LdifLine): boolean {
  return /^changetype:/i.test(line.text);
}

/**
 * The operation that a `changetype:` line and the lines behind it describe; undefined, and the problems noted, when
 * they do not describe one.
 */
export function ldifOperation(
  dn: string,
  first: LdifLine,
  rest: readonly LdifLine[],
  problems: LdifProblem[],
): Operation | undefined {
  const type = ldifField(first);
  if ('message' in type) {
    problems.push(type);
    return undefined;
  }
  switch (changeType(type)) {
    case 'add': {
      const fields = ldifFields(rest, problems);
      return fields && { kind: 'add', dn, attributes: groupFields(fields) };
    }
    case 'modify': {
      const modifications = ldifModifications(rest, problems);
      return modifications && { kind: 'modify', dn, modifications };
    }
    case 'delete':
      return deletion(dn, rest, problems);
    case 'modrdn':
    case 'moddn':
      return ldifRename(dn, first, rest, problems);
    default:
      problems.push({
        line: first.line,
        message: `${quote(changeType(type))} is not a changetype`,
        hint: 'The changetypes are add, modify, delete, modrdn and moddn.',
      });
      return undefined;
  }
}

function changeType({ value }: LdifField): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}

function deletion(dn: string, rest: readonly LdifLine[], problems: LdifProblem[]): Operation | undefined {
  const [extra] = rest;
  if (extra === undefined) return { kind: 'delete', dn };
  problems.push({
    line: extra.line,
    message: `nothing may follow "changetype: delete", but ${quote(extra.text)} does`,
    hint: 'To delete single values, use "changetype: modify". Between two records stands a blank line.',
  });
  return undefined;
}
