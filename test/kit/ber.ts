/** One BER element (X.690): its tag and where its content begins and ends in the bytes it was read from. */
export interface BerElement {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The element that begins at `at`; undefined while not all of its header is there. Its content may still be to come. */
export function berElement(bytes: Buffer, at: number): BerElement | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 6 || first === 0x80) throw new RangeError(`not the BER that LDAP uses: length byte ${first}`);
  if (bytes.length < at + 2 + more) return undefined;
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  const start = at + 2 + more;
  return { tag, start, end: start + length };
}

/** A whole element with its content. */
export interface BerPart {
  readonly tag: number;
  readonly content: Buffer;
}

/** The elements that follow each other in `bytes`, which must hold them whole. */
export function berParts(bytes: Buffer): readonly BerPart[] {
  const parts: BerPart[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = berElement(bytes, at);
    if (element === undefined || element.end > bytes.length) throw new RangeError('a BER element is cut short');
    parts.push({ tag: element.tag, content: bytes.subarray(element.start, element.end) });
    at = element.end;
  }
  return parts;
}

/** An element with this tag and the given contents one after the other. */
export function ber(tag: number, ...contents: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(contents.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([Buffer.from([tag]), berLength(content.length), content]);
}

/** OCTET STRING, or another tag with text in it. */
export function berText(text: string | Buffer, tag: number = 0x04): Buffer {
  return ber(tag, text);
}

/** INTEGER; `tag` 0x0a for ENUMERATED. Not negative, below 2^31. */
export function berNumber(value: number, tag: number = 0x02): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return ber(tag, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** BOOLEAN. */
export function berBoolean(value: boolean): Buffer {
  return ber(0x01, Buffer.from([value ? 0xff : 0]));
}

/** SEQUENCE. */
export function berSequence(...contents: readonly Buffer[]): Buffer {
  return ber(0x30, ...contents);
}

/** SET. */
export function berSet(...contents: readonly Buffer[]): Buffer {
  return ber(0x31, ...contents);
}

function berLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
