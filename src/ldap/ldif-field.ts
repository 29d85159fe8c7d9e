import type { Value } from '../model/entry.ts';
import type { LdifProblem } from './ldif-file.ts';
import type { LdifLine } from './ldif-lines.ts';
import { valueOfBytes } from './utf8.ts';

/** A line split into its name, as written, and its value. */
export interface LdifField {
  readonly name: string;
  readonly value: Value;
}

/** Splits `name: text`, `name:: base64` (RFC 2849 attrval-spec); `name:< url` is refused. */
export function ldifField({ text, line }: LdifLine): LdifField | LdifProblem {
  const colon = text.indexOf(':');
  if (colon < 0) return noColon(text, line);
  const name = text.slice(0, colon);
  if (!description.test(name)) {
    return {
      line,
      message: `${quote(name)} is not an attribute name`,
      hint: 'A name is made of letters, digits and hyphens, and the colon follows at once.',
    };
  }
  if (name.includes(';') && rangeOption.test(name)) return partOfValues(name, line);
  const value = ldifValue(text, colon, line);
  return typeof value === 'string' || value instanceof Uint8Array ? { name, value } : value;
}

/** The value that the colon at an offset introduces. */
export function ldifValue(text: string, colon: number, line: number): Value | LdifProblem {
  const kind = text.charCodeAt(colon + 1);
  if (kind === colonCode) return base64Value(text.slice(colon + 2), line);
  if (kind === lessThanCode) return urlProblem(text.slice(colon + 2), line);
  let start = colon + 1;
  while (text.charCodeAt(start) === spaceCode) start++;
  return plainValue(text.slice(start), line);
}

const colonCode = 0x3a;
const lessThanCode = 0x3c;
const spaceCode = 0x20;
const description = /^(?:[a-z][a-z0-9_-]*|\d+(?:\.\d+){0,99})(?:;[a-z0-9_=*-]+){0,99}$/i;
const rangeOption = /;range=/i;
const unsafe = /[\u0000\u0080-\u00ff]/;
const notBase64 = /[^A-Za-z0-9+/]/;

function plainValue(text: string, line: number): Value | LdifProblem {
  if (!unsafe.test(text)) return text;
  if (!text.includes('\u0000')) return valueOfBytes(Buffer.from(text, 'latin1'));
  return {
    line,
    message: 'the value contains a NUL byte',
    hint: 'Write the value in base64, after two colons; or the file is damaged or no LDIF at all.',
  };
}

function base64Value(text: string, line: number): Value | LdifProblem {
  const encoded = text.trim();
  const digits = encoded.replace(/={1,2}$/, '');
  if (encoded.length % 4 === 0 && !notBase64.test(digits)) return valueOfBytes(Buffer.from(encoded, 'base64'));
  return {
    line,
    message: 'the value after two colons is not base64',
    hint: 'Check that no line is missing, and that every continuation line begins with a space.',
  };
}

function urlProblem(text: string, line: number): LdifProblem {
  return {
    line,
    message: `the value is to be read from ${quote(text.trim())}`,
    hint: 'Values outside the file are not read. Write the value into the file; ldapsearch does so without -t.',
  };
}

function partOfValues(name: string, line: number): LdifProblem {
  return {
    line,
    message: `${quote(name)} holds only a part of the attribute's values`,
    hint: 'Take the snapshot with a tool that reads value ranges to the end.',
  };
}

function noColon(text: string, line: number): LdifProblem {
  return {
    line,
    message: `${quote(text)} has no colon`,
    hint: 'Every line is "name: value". The continuation of a long line begins with a space.',
  };
}

/** A text in quotes, cut short, without control characters: fit for a message. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `"${short.replace(/[^\u0020-\u007e…]/g, '?')}"`;
}
