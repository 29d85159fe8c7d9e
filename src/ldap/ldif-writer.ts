import type { Attribute, Entry, Value } from '../model/entry.ts';
import type { Modification, Operation, RenameOperation } from '../model/operation.ts';
import { foldLine } from './ldif-fold.ts';
import { bytesOfValue } from './utf8.ts';

/**
 * A file of change records (RFC 2849), as `ldapmodify` takes it: ASCII only, a `version:` line first, one blank line
 * between records, a line end at the end. No line is a command to the log of a workflow.
 */
export function formatLdif(operations: readonly Operation[]): string {
  return ['version: 1\n', ...operations.map(formatOperation)].join('\n');
}

/** One content record, ending with a line end. */
export function formatEntry(entry: Entry): string {
  return formatField('dn', entry.dn) + formatAttributes(entry.attributes);
}

/** One change record, ending with a line end. */
export function formatOperation(operation: Operation): string {
  return formatField('dn', operation.dn) + formatChange(operation);
}

function formatChange(operation: Operation): string {
  switch (operation.kind) {
    case 'add':
      return `changetype: add\n${formatAttributes(operation.attributes)}`;
    case 'modify':
      return `changetype: modify\n${operation.modifications.map(formatModification).join('')}`;
    case 'delete':
      return 'changetype: delete\n';
    case 'rename':
      return formatRename(operation);
  }
}

function formatModification({ kind, attribute, values }: Modification): string {
  return `${formatField(kind, attribute)}${formatAttributes([{ name: attribute, values }])}-\n`;
}

function formatRename({ newRdn, deleteOldRdn, newSuperior }: RenameOperation): string {
  const move = newSuperior === undefined ? '' : formatField('newsuperior', newSuperior);
  const rename = `${formatField('newrdn', newRdn)}deleteoldrdn: ${deleteOldRdn ? 1 : 0}\n`;
  return `changetype: modrdn\n${rename}${move}`;
}

function formatAttributes(attributes: readonly Attribute[]): string {
  return attributes.map(({ name, values }) => values.map((value) => formatField(name, value)).join('')).join('');
}

/** Printable ASCII that does not begin like a fill, a base64 or a URL value, and does not end with a space. */
const safe = /^(?![ :<])[ -~]*[!-~]$/;

/** What the log of a workflow takes for a command: `##[` anywhere, `::` where a folded line could begin with it. */
function isCommandLike(value: string): boolean {
  return value.includes('##[') || value.includes('::');
}

/** `name: value`, or `name:: ` and base64 when the value is not a safe text; folded. */
function formatField(name: string, value: Value): string {
  if (value.length === 0) return `${name}:\n`;
  const line =
    typeof value === 'string' && safe.test(value) && !isCommandLike(value)
      ? `${name}: ${value}`
      : `${name}:: ${Buffer.from(bytesOfValue(value)).toString('base64')}`;
  return `${foldLine(line, lineWidth)}\n`;
}

/** The longest line that OpenLDAP's own tools write. */
const lineWidth = 76;
