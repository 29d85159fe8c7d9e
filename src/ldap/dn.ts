import type { Value } from '../model/entry.ts';
import { type Rdn, scanRdn, skipSpaces } from './dn-scan.ts';
import { foldText } from './fold-text.ts';
import { hexPair } from './utf8.ts';

export type { Ava, Rdn } from './dn-scan.ts';

/** A distinguished name, the entry's own RDN first. Empty for the root. */
export type Dn = readonly Rdn[];

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
    .replace(/[\u0000-\u001f\u007f]/g, (character) => `\\${hexPair(character.charCodeAt(0))}`);
}

const plainDn =
  /^[a-z][a-z0-9-]*=[\w@.!$%&'()*/:?^`{|}~-]+(?: [\w@.!$%&'()*/:?^`{|}~-]+)*(?:,[a-z][a-z0-9-]*=[\w@.!$%&'()*/:?^`{|}~-]+(?: [\w@.!$%&'()*/:?^`{|}~-]+)*)*$/i;

/**
 * What all spellings of one DN have in common: types and values in lower case, spaces folded, escapes resolved, the
 * AVAs of an RDN sorted. A comma in a key is always a separator. A text that is no DN has a key of its own.
 */
export function dnKey(text: string): string {
  if (plainDn.test(text)) return text.toLowerCase();
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

function rdnKey(rdn: Rdn): string {
  const keys = rdn.map((ava) => `${ava.type.toLowerCase()}=${avaValueKey(ava.value)}`);
  return keys.length === 1 ? keys.join() : keys.sort().join('+');
}

function avaValueKey(value: Value): string {
  if (typeof value !== 'string') return Array.from(value, (byte) => `\\${hexPair(byte)}`).join('');
  return foldText(value, 'ignore').replace(/[\\,+]/g, (character) => `\\${hexPair(character.charCodeAt(0))}`);
}

function escapeByte(byte: number): string {
  const letter = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return letter ? String.fromCharCode(byte) : `\\${hexPair(byte)}`;
}
