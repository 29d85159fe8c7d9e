import type { Value } from '../model/entry.ts';
import { codePointText, encodeTerminal } from './encode-terminal.ts';

const longest = 200;

/**
 * An attribute value for a reader, on one line: as it is when it is one word of printable ASCII, else in double quotes, so that
 * blanks and look-alike letters are seen; bytes that are not UTF-8 as `base64:…`. Over 200 characters it is cut, and says so.
 */
export function showValue(value: Value): string {
  if (typeof value !== 'string') return cut(`base64:${base64(value)}`, '');
  if (/^(?!base64:)[!#-~]+$/.test(value)) return cut(encodeTerminal(value), '');
  return `"${cut(encodeTerminal(value).replace(/"/g, codePointText), '"')}${value.length > longest ? '' : '"'}`;
}

/** Free text, such as a reason or a server's message, on one line. */
export function showText(text: string): string {
  return encodeTerminal(text);
}

/** Bytes in base64 (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
