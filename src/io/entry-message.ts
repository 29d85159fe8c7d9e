import { isAscii } from 'node:buffer';
import { mergeAttributes } from '../ldap/merge-attributes.ts';
import { valueOfBytes } from '../ldap/utf8.ts';
import type { Attribute, Entry, Value } from '../model/entry.ts';

/** An answer to a search that brings one entry. */
export interface EntryMessage {
  readonly messageId: number;
  readonly entry: Entry;
}

/** The entry that a message brings; undefined when it brings something else. The message is one that `isServerMessage` passed. */
export function readEntryMessage(message: Buffer): EntryMessage | undefined {
  const cursor = new Cursor(message);
  cursor.enter();
  const messageId = cursor.number();
  return cursor.tag === 0x64 ? { messageId, entry: cursor.entry() } : undefined;
}

/** The entry that some bytes are, attributes that came in pieces put together. The bytes are ones that `isEntry` passed. */
export function readEntry(bytes: Buffer): Entry {
  return new Cursor(bytes).entry();
}

/** A place in bytes whose parts are known to be whole and where they belong. */
class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get tag(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** Moves to the content of the part here and returns where it ends. */
  enter(): number {
    const bytes = this.#bytes;
    let length = bytes[this.#at + 1] ?? 0;
    this.#at += 2;
    if (length >= 0x80) {
      const start = this.#at + (length & 0x7f);
      for (length = 0; this.#at < start; this.#at += 1) length = length * 256 + (bytes[this.#at] ?? 0);
    }
    return this.#at + length;
  }

  number(): number {
    const end = this.enter();
    const value = this.#bytes.readIntBE(this.#at, end - this.#at);
    this.#at = end;
    return value;
  }

  entry(): Entry {
    this.enter();
    const dn = this.#text();
    const attributes: Attribute[] = [];
    for (const end = this.enter(); this.#at < end; ) {
      this.enter();
      attributes.push({ name: this.#text(), values: this.#values() });
    }
    return { dn, attributes: mergeAttributes(attributes) };
  }

  /** Most values are ASCII, and to make a text of that takes a third of the time. */
  #values(): Value[] {
    const values: Value[] = [];
    const end = this.enter();
    const ascii = isAscii(this.#bytes.subarray(this.#at, end)); // the lengths of short values among it
    while (this.#at < end) {
      const stop = this.enter();
      const [bytes, start] = [this.#bytes, this.#at];
      values.push(ascii ? bytes.toString('latin1', start, stop) : valueOfBytes(bytes.subarray(start, stop)));
      this.#at = stop;
    }
    return values;
  }

  #text(): string {
    const end = this.enter();
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end;
    return text;
  }
}
