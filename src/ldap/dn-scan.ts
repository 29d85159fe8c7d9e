import type { Value } from '../model/entry.ts';
import { bytesOfValue, valueOfBytes } from './utf8.ts';

/** One attribute type with its value inside an RDN (RFC 4514 §2.3); bytes when the value is not UTF-8. */
export interface Ava {
  readonly type: string;
  readonly value: Value;
}

/** One level of a DN: one AVA, or several joined by `+`. */
export type Rdn = readonly Ava[];

/** An RDN and the offset of the first character behind it: a separator, or the end of the text. */
export interface ScannedRdn {
  readonly rdn: Rdn;
  readonly end: number;
}

interface ScannedAva {
  readonly ava: Ava;
  readonly end: number;
}

interface ScannedValue {
  readonly value: Value;
  readonly end: number;
}

const attributeType = /(?:oid\.)?([a-z][a-z0-9_-]*|\d+(?:\.\d+){0,99}) *= */iy;
const plainRun = /[^\\"+,;<>\u0000]+/y;
const quotedRun = /[^\\"]+/y;
const hexRun = /#([0-9a-f]+) */iy;
const escapePair = /\\(?:([0-9a-f]{2})|([ "#+,;<=>\\]))/iy;

/** Reads one RDN that begins at an offset (spaces before it are skipped); undefined when there is none. */
export function scanRdn(text: string, start: number): ScannedRdn | undefined {
  const rdn: Ava[] = [];
  let at = start;
  do {
    const scanned = scanAva(text, skipSpaces(text, rdn.length === 0 ? at : at + 1));
    if (scanned === undefined) return undefined;
    rdn.push(scanned.ava);
    at = scanned.end;
  } while (text[at] === '+');
  return { rdn, end: at };
}

/** The first offset from which on there is no space. */
export function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at++;
  return at;
}

function scanAva(text: string, start: number): ScannedAva | undefined {
  const type = matchAt(attributeType, text, start);
  if (type?.[1] === undefined) return undefined;
  const scanned = scanValue(text, start + type[0].length);
  if (scanned === undefined) return undefined;
  const next = text[scanned.end];
  if (next !== undefined && next !== ',' && next !== ';' && next !== '+') return undefined;
  return { ava: { type: type[1], value: scanned.value }, end: scanned.end };
}

function scanValue(text: string, start: number): ScannedValue | undefined {
  if (text[start] === '#') return scanHex(text, start);
  return text[start] === '"' ? scanQuoted(text, start) : scanString(text, start);
}

function scanString(text: string, start: number): ScannedValue | undefined {
  const pieces = scanPieces(text, start, plainRun);
  if (pieces === undefined) return undefined;
  const last = pieces.parts.at(-1);
  if (last?.raw === true) last.text = trimEnd(last.text);
  return { value: joinParts(pieces.parts), end: pieces.end };
}

function scanQuoted(text: string, start: number): ScannedValue | undefined {
  const pieces = scanPieces(text, start + 1, quotedRun);
  if (pieces === undefined || text[pieces.end] !== '"') return undefined;
  return { value: joinParts(pieces.parts), end: skipSpaces(text, pieces.end + 1) };
}

/** A run of characters as written (`raw`), or what an escape stands for; `byte` when it was written as a hex pair. */
interface Part {
  text: string;
  readonly raw: boolean;
  readonly byte: number | undefined;
}

function scanPieces(text: string, start: number, run: RegExp): { parts: Part[]; end: number } | undefined {
  const parts: Part[] = [];
  let at = start;
  for (;;) {
    const plain = matchAt(run, text, at);
    if (plain !== undefined) parts.push({ text: plain[0], raw: true, byte: undefined });
    at += plain?.[0].length ?? 0;
    if (text[at] !== '\\') return { parts, end: at };
    const escaped = matchAt(escapePair, text, at);
    if (escaped === undefined) return undefined;
    const byte = escaped[1] === undefined ? undefined : Number.parseInt(escaped[1], 16);
    parts.push({ text: escaped[2] ?? '', raw: false, byte });
    at += escaped[0].length;
  }
}

function joinParts(parts: readonly Part[]): Value {
  if (parts.every((part) => part.byte === undefined)) return parts.map((part) => part.text).join('');
  const bytes = parts.flatMap((part) => (part.byte === undefined ? [...bytesOfValue(part.text)] : [part.byte]));
  return valueOfBytes(Uint8Array.from(bytes));
}

function scanHex(text: string, start: number): ScannedValue | undefined {
  const digits = matchAt(hexRun, text, start);
  if (digits?.[1] === undefined || digits[1].length % 2 === 1) return undefined;
  const content = berString(Uint8Array.from(Buffer.from(digits[1], 'hex')));
  return content === undefined ? undefined : { value: valueOfBytes(content), end: start + digits[0].length };
}

/** UTF8String, NumericString, PrintableString, IA5String and OCTET STRING: their content is the value. */
const stringTags: ReadonlySet<number> = new Set([0x04, 0x0c, 0x12, 0x13, 0x16]);

function berString(ber: Uint8Array): Uint8Array | undefined {
  const [tag, first] = ber;
  if (tag === undefined || first === undefined || !stringTags.has(tag)) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) return undefined;
  const length = lengthBytes === 0 ? first : ber.slice(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const content = ber.slice(2 + lengthBytes);
  return content.length === length ? content : undefined;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end--;
  return text.slice(0, end);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
