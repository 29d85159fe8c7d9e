import type { RenameOperation } from '../model/operation.ts';
import { isDn, parseDn } from './dn.ts';
import { ldifFields } from './ldif-content.ts';
import { type LdifField, quote } from './ldif-field.ts';
import type { LdifProblem } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';

/** The rename that the lines behind `changetype: modrdn` describe; undefined, and the problems noted, without one. */
export function ldifRename(
  dn: string,
  first: LdifLine,
  rest: readonly LdifLine[],
  problems: LdifProblem[],
): RenameOperation | undefined {
  const fields = ldifFields(rest, problems);
  if (fields === undefined) return undefined;
  const [newRdn, deleteOldRdn, newSuperior, ...more] = fields;
  const message = problemOf(newRdn, deleteOldRdn, newSuperior, more.length);
  if (message === undefined) return renameOf(dn, textOf(newRdn), textOf(deleteOldRdn), newSuperior);
  problems.push({
    line: first.line,
    message,
    hint: 'A rename is "newrdn: …", "deleteoldrdn: 0" or "1", and, to move the entry, "newsuperior: …".',
  });
  return undefined;
}

function renameOf(dn: string, newRdn: string, flag: string, newSuperior: LdifField | undefined): RenameOperation {
  const rename = { kind: 'rename', dn, newRdn, deleteOldRdn: flag.trim() === '1' } as const;
  return newSuperior === undefined ? rename : { ...rename, newSuperior: textOf(newSuperior) };
}

function problemOf(
  newRdn: LdifField | undefined,
  deleteOldRdn: LdifField | undefined,
  newSuperior: LdifField | undefined,
  more: number,
): string | undefined {
  if (!isNamed(newRdn, 'newrdn')) return 'the rename has no "newrdn:" in its first line';
  if (parseDn(textOf(newRdn))?.length !== 1) return `the newrdn ${quote(textOf(newRdn))} is not one RDN`;
  if (!isNamed(deleteOldRdn, 'deleteoldrdn')) return 'the rename has no "deleteoldrdn:" behind "newrdn:"';
  if (!/^[01]$/.test(textOf(deleteOldRdn).trim()))
    return `the deleteoldrdn ${quote(textOf(deleteOldRdn))} is not 0 or 1`;
  if (newSuperior !== undefined && !isNamed(newSuperior, 'newsuperior'))
    return `the rename has a line "${newSuperior.name}:" too many`;
  if (newSuperior !== undefined && !isDn(textOf(newSuperior)))
    return `the newsuperior ${quote(textOf(newSuperior))} is not a DN`;
  return more > 0 ? 'the rename has lines behind "newsuperior:"' : undefined;
}

function isNamed(field: LdifField | undefined, name: string): boolean {
  return field?.name.toLowerCase() === name;
}

function textOf(field: LdifField | undefined): string {
  return typeof field?.value === 'string' ? field.value : '';
}
