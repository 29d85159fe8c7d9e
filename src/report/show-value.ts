import type { Value } from '../model/entry.ts';
import { codePointText, encodeTerminal } from './encode-terminal.ts';

/** Printable ASCII that does not look like a mark, a label or base64. */
const plainWord = /^(?!base64:|[-+~!*|])[!#-~]*[!#-9;-~]$/;
const longestValue = 200;
const longestText = 1000;

/**
 * An attribute value for a reader, on one line: as it is when it is one word of printable ASCII, else in double quotes, so that
 * blanks and look-alike letters are seen; bytes that are not UTF-8 as `base64:…`. Over 200 characters it is cut, and says so.
 */
export function showValue(value: Value): string {
  if (typeof value !== 'string') return `base64:${start(base64(value), longestValue)}`;
  const text = encodeTerminal(start(value, longestValue)).replace(/"/g, codePointText);
  if (value.length > longestValue) return `"${text}`;
  return plainWord.test(value) ? text : `"${text}"`;
}

/** Free text, such as a reason or a server's message, on one line. Over 1,000 characters it is cut, and says so. */
export function showText(text: string): string {
  return encodeTerminal(start(text, longestText));
}

/** Bytes in base64 (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function start(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`;
}
