import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { readEntryMessage } from './entry-message.ts';
import type { Client } from './ldap-library.ts';
import { isServerMessage, partHeader } from './message-shape.ts';
import { WholeEntry } from './whole-entry.ts';

/** The largest message that is taken, in bytes: an entry with some millions of members. */
const largestMessage = 256 * 1024 * 1024;

/** What a server sent is no LDAP, is more than anybody should hold, or is not made as it should be. */
export class BadMessage extends Error {
  readonly code: 'NO_LDAP' | 'TOO_LARGE' | 'MALFORMED';

  constructor(code: BadMessage['code']) {
    super(code);
    this.code = code;
  }
}

/** Stands between a socket and the client library. */
export interface MessageGuard {
  /** Why the connection was ended from here; undefined when it was not. */
  readonly problem: () => BadMessage | undefined;
  /** How many messages came; one that is not whole yet counts. */
  readonly begun: () => number;
}

/**
 * Has the client library read whole, sound messages alone, and ends the connection at the first that is none: the library
 * would gather the bytes of an endless one, wait for the end of what is no LDAP, or misread what is cut short. Entries are
 * read here and handed over as they are: the library would make a buffer and a text of every value.
 */
export function guardMessages(client: Client): MessageGuard {
  const parser: unknown = Reflect.get(client, 'messageParser');
  const read: unknown = typeof parser === 'object' && parser !== null ? Reflect.get(parser, 'read') : undefined;
  if (!(parser instanceof EventEmitter) || typeof read !== 'function') {
    throw new Error('the LDAP client library changed: it has no messageParser.read');
  }
  const stream = new MessageStream();
  let problem: BadMessage | undefined;
  const guarded = (chunk: Buffer, waiting: unknown): void => {
    if (problem !== undefined) return;
    problem = stream.take(chunk, (message) => {
      const found = readEntryMessage(message);
      if (found === undefined) Reflect.apply(read, parser, [message, waiting]);
      else parser.emit('message', new WholeEntry(found));
    });
    const socket: unknown = Reflect.get(client, 'socket');
    if (problem !== undefined && socket instanceof Socket) socket.destroy(problem);
  };
  Reflect.set(parser, 'read', guarded);
  return { problem: () => problem, begun: () => stream.begun };
}

/** Cuts a stream into messages. */
class MessageStream {
  begun = 0;
  #chunks: Buffer[] = [];
  #gathered = 0;
  /** How long the message is that is being gathered; 0 while nobody knows. */
  #wanted = 0;

  /** Passes on every message that is whole now; what is wrong with the first one that is not as it should be. */
  take(chunk: Buffer, pass: (message: Buffer) => void): BadMessage | undefined {
    if (this.#gathered === 0 && chunk.length > 0) this.begun += 1;
    this.#chunks.push(chunk);
    this.#gathered += chunk.length;
    while (this.#gathered > 0 && this.#gathered >= this.#wanted) {
      const bytes = this.#chunks.length === 1 ? (this.#chunks[0] ?? chunk) : Buffer.concat(this.#chunks);
      this.#chunks = [bytes];
      const size = messageSize(bytes);
      if (size instanceof BadMessage) return size;
      if (size === undefined || size > bytes.length) {
        this.#wanted = size ?? 0;
        return undefined;
      }
      const message = bytes.subarray(0, size);
      if (!isServerMessage(message)) return new BadMessage('MALFORMED');
      this.#keep(bytes.subarray(size));
      pass(message);
    }
    return undefined;
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#gathered = rest.length;
    this.#wanted = 0;
    if (rest.length > 0) this.begun += 1;
  }
}

/** How many bytes a message has in all; undefined while its header is not whole. */
function messageSize(bytes: Buffer): number | BadMessage | undefined {
  if (bytes[0] !== 0x30) return new BadMessage('NO_LDAP');
  const header = partHeader(bytes, 0, bytes.length);
  if (header === 'none') return new BadMessage('NO_LDAP');
  if (header === undefined) return undefined;
  return header.length > largestMessage ? new BadMessage('TOO_LARGE') : header.start + header.length;
}
