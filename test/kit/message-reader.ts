import { berElement } from './ber.ts';

/** Cuts a stream of bytes into whole LDAP messages, wherever the network cut it. */
export class MessageReader {
  readonly #onMessage: (bytes: Buffer) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  #wanted = 0;

  constructor(onMessage: (bytes: Buffer) => void) {
    this.#onMessage = onMessage;
  }

  /** Takes the next bytes of the stream. Throws a RangeError on what cannot begin an LDAP message; `rest` begins there. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#wanted) return; // a large message is put together once, not at every piece
    let element = this.#keep(this.rest);
    while (element !== undefined && element.end <= this.#size) {
      const bytes = this.rest;
      this.#onMessage(bytes.subarray(0, element.end));
      element = this.#keep(bytes.subarray(element.end));
    }
  }

  /** What came after the last whole message. */
  get rest(): Buffer {
    return this.#chunks[1] === undefined ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
  }

  #keep(rest: Buffer): ReturnType<typeof berElement> {
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    this.#wanted = 0;
    if (rest.length > 0 && rest[0] !== 0x30) throw new RangeError('no LDAP message begins here');
    const element = berElement(rest, 0);
    this.#wanted = element?.end ?? 0;
    return element;
  }
}
