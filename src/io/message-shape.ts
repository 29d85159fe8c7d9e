import { controlOids } from './server-facts.ts';

/**
 * Whether bytes are one whole message as a server sends it (RFC 4511 §4): every part within the one around it, and every
 * part there that is read. The client library takes a result without a code for success, a cookie that is cut short for
 * the end of a listing, and loops for ever over a list that is longer than its message.
 */
export function isServerMessage(bytes: Buffer): boolean {
  const shape = new Shape(bytes);
  return shape.isWhole(0x30, shape.message);
}

/** Whether bytes are one whole entry, as in the answer to a search. */
export function isEntry(bytes: Buffer): boolean {
  const shape = new Shape(bytes);
  return shape.isWhole(0x64, shape.entry);
}

/** Where the content of a part begins and ends. */
type Check = (start: number, end: number) => boolean;

/** Judges the next part of a list by its place in it. */
type CheckPart = (index: number, tag: number, start: number, end: number) => boolean;

class Shape {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  isWhole(expected: number, check: Check): boolean {
    const { length } = this.#bytes;
    return (
      this.#parts(0, length, (index, tag, start, end) => index === 0 && tag === expected && check(start, end)) === 1
    );
  }

  readonly message: Check = (start, end) =>
    this.#parts(start, end, (index, tag, from, to) => {
      if (index === 0) return tag === 0x02 && isNumber(from, to);
      return index === 1 ? this.#operation(tag, from, to) : index === 2 && tag === 0xa0 && this.#controls(from, to);
    }) >= 2;

  readonly entry: Check = (start, end) =>
    this.#parts(start, end, (index, tag, from, to) => {
      if (index === 0) return tag === 0x04;
      return index === 1 && tag === 0x30 && this.#allOf(0x30, from, to, this.#attribute);
    }) === 2;

  readonly #attribute: Check = (start, end) =>
    this.#parts(start, end, (index, tag, from, to) => {
      if (index === 0) return tag === 0x04;
      return index === 1 && tag === 0x31 && this.#allOf(0x04, from, to, anything);
    }) === 2;

  #operation(tag: number, start: number, end: number): boolean {
    if (tag === 0x64) return this.entry(start, end);
    if (tag === 0x73) return start < end && this.#allOf(0x04, start, end, anything);
    return !resultTags.has(tag) || this.#result(start, end); // anything else is refused by its tag
  }

  #result(start: number, end: number): boolean {
    const count = this.#parts(start, end, (index, tag, from, to) => {
      if (index === 0) return tag === 0x0a && isNumber(from, to);
      if (index < 3) return tag === 0x04;
      return tag === 0xa3 ? this.#allOf(0x04, from, to, anything) : (tag & 0xe0) === 0x80;
    });
    return count >= 3;
  }

  #controls(start: number, end: number): boolean {
    return this.#allOf(0x30, start, end, (from, to) => {
      let oid = '';
      const count = this.#parts(from, to, (index, tag, at, stop) => {
        if (index === 0) oid = this.#bytes.toString('latin1', at, stop);
        if (index === 0) return tag === 0x04;
        return tag === 0x04 ? this.#controlValue(oid, this.#bytes.subarray(at, stop)) : tag === 0x01 && index === 1;
      });
      return count >= 1 && count <= 3;
    });
  }

  #controlValue(oid: string, value: Buffer): boolean {
    if (oid === controlOids.postRead || oid === controlOids.preRead) return isEntry(value);
    if (oid !== controlOids.paging) return true;
    const shape = new Shape(value);
    return shape.isWhole(0x30, shape.#paging);
  }

  /** The value of the control of pages (RFC 2696): a size and a cookie. */
  readonly #paging: Check = (start, end) =>
    this.#parts(start, end, (index, tag, from, to) =>
      index === 0 ? tag === 0x02 && isNumber(from, to) : tag === 0x04,
    ) === 2;

  #allOf(expected: number, start: number, end: number, check: Check): boolean {
    return this.#parts(start, end, (_, tag, from, to) => tag === expected && check(from, to)) >= 0;
  }

  /** How many parts stand between two places; -1 when one does not fit, or is not as it should be. */
  #parts(start: number, end: number, check: CheckPart): number {
    let count = 0;
    for (let at = start; at < end; count += 1) {
      const header = partHeader(this.#bytes, at, end);
      if (header === undefined || header === 'none') return -1;
      const { start: from, length } = header;
      if (from + length > end || !check(count, this.#bytes[at] ?? 0, from, from + length)) return -1;
      at = from + length;
    }
    return count;
  }
}

/** The tags of all answers that end an operation. */
const resultTags: ReadonlySet<number> = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78]);

function anything(): boolean {
  return true;
}

function isNumber(start: number, end: number): boolean {
  return end > start && end - start <= 4;
}

/** Where the content of a part begins and how long it is; undefined when its header does not end before `end`. */
export interface PartHeader {
  readonly start: number;
  readonly length: number;
}

/** Reads tag and length of a part; `none` when this cannot be the length of anything in LDAP (RFC 4511 §5.1). */
export function partHeader(bytes: Uint8Array, at: number, end: number): PartHeader | 'none' | undefined {
  const first = bytes[at + 1];
  if (first === undefined || at + 2 > end) return undefined;
  if (first < 0x80) return { start: at + 2, length: first };
  const start = at + 2 + (first & 0x7f);
  if (first === 0x80 || first > 0x84) return 'none';
  if (start > end) return undefined;
  let length = 0;
  for (let index = at + 2; index < start; index += 1) length = length * 256 + (bytes[index] ?? 0);
  return { start, length };
}
