import type { Value } from '../model/entry.ts';
import { type Rdn, scanRdn, skipSpaces } from './dn-scan.ts';
import { foldText } from './fold-text.ts';
import { hexPair } from './utf8.ts';

export type { Ava, Rdn } from './dn-scan.ts';

/** A distinguished name, the entry's own RDN first. Empty for the root. */
export type Dn = readonly Rdn[];

const plainValue = "[\\w@.!$%&'()*/:?^`{|}~-]+";
const plainAva = `[a-z][a-z0-9-]*=${plainValue}(?: ${plainValue})*`;
/** DNs without escapes, odd spaces and several values: nearly all there are. */
const plainDn = new RegExp(`^${plainAva}(?:,${plainAva})*$`, 'i');

/**
 * Reads a DN (RFC 4514), the older spellings of RFC 2253 and RFC 1779 included: spaces around separators, `;` for `,`,
 * quoted values, an `OID.` prefix. Undefined when the text is no DN; a `#` value must be the BER form of a string.
 */
export function parseDn(text: string): Dn | undefined {
  if (skipSpaces(text, 0) === text.length) return [];
  const rdns: Rdn[] = [];
  for (let at = 0; ; at++) {
    const scanned = scanRdn(text, at);
    if (scanned === undefined) return undefined;
    rdns.push(scanned.rdn);
    at = scanned.end;
    if (at === text.length) return rdns;
  }
}

/** Whether `parseDn` would read the text, without the cost for plain ones. */
export function isDn(text: string): boolean {
  return isPlainDn(text) || parseDn(text) !== undefined;
}

/** The RFC 4514 spelling of a DN. */
export function formatDn(dn: Dn): string {
  return dn.map(formatRdn).join(',');
}

/** The RFC 4514 spelling of one RDN. */
export function formatRdn(rdn: Rdn): string {
  return rdn.map((ava) => `${ava.type}=${escapeDnValue(ava.value)}`).join('+');
}

/** A value with everything escaped that RFC 4514 §2.4 asks for, and control characters as well. */
export function escapeDnValue(value: Value): string {
  if (typeof value !== 'string') return Array.from(value, escapeByte).join('');
  return value
    .replace(/["+,;<>\\]|^[ #]| $/g, (character) => `\\${character}`)
    .replace(/[\u0000-\u001f\u007f]/g, (character) => `\\${hexOf(character)}`);
}

/**
 * What all spellings of one DN have in common: types and values in lower case, spaces folded, escapes resolved, the
 * AVAs of an RDN sorted. A key is a DN and its own key. A text that is no DN has a key that only the same text has.
 */
export function dnKey(text: string): string {
  // In a key a comma is always a separator, and no DN begins with NUL.
  if (isPlainDn(text)) return text.toLowerCase();
  const dn = parseDn(text);
  return dn === undefined ? `\u0000${text}` : dn.map(rdnKey).join(',');
}

/** The DN above, in the given spelling: empty above a single RDN, undefined for the root and for what is no DN. */
export function parentDn(text: string): string | undefined {
  const first = parseDn(text) === undefined ? undefined : scanRdn(text, 0);
  return first && text.slice(skipSpaces(text, first.end + 1));
}

/** Whether a DN is the base itself or lies below it. Every DN lies below the root, which is the empty text. */
export function isWithin(dn: string, base: string): boolean {
  const key = dnKey(dn);
  const baseKey = dnKey(base);
  if (baseKey === '') return !key.startsWith('\u0000');
  return key === baseKey || (!key.startsWith('\u0000') && key.endsWith(`,${baseKey}`));
}

/** The first RDN of a DN; undefined for the root and for what is no DN. */
export function rdnOf(text: string): Rdn | undefined {
  return parseDn(text)?.[0];
}

function isPlainDn(text: string): boolean {
  return text.length < 1000 && plainDn.test(text);
}

function rdnKey(rdn: Rdn): string {
  const keys = rdn.map((ava) => `${ava.type.toLowerCase()}=${avaValueKey(ava.value)}`);
  return keys.length === 1 ? keys.join() : keys.sort().join('+');
}

function avaValueKey(value: Value): string {
  if (typeof value !== 'string') return Array.from(value, (byte) => `\\${hexPair(byte)}`).join('');
  const folded = foldText(value, 'ignore');
  return folded === ' ' ? '\\20' : folded.replace(/^#|[\u0000"+,;<>\\]/g, (character) => `\\${hexOf(character)}`);
}

function hexOf(character: string): string {
  return hexPair(character.charCodeAt(0));
}

function escapeByte(byte: number): string {
  const letter = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return letter ? String.fromCharCode(byte) : `\\${hexPair(byte)}`;
}
