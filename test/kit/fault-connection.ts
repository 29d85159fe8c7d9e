import { connect, type Socket } from 'node:net';
import type { Action, Step } from './fault-actions.ts';
import { FaultLane } from './fault-lane.ts';
import { type FaultMessage, type MessageContent, readMessage } from './fault-message.ts';
import { MessageReader } from './message-reader.ts';

/** What a connection needs to know. */
export interface FaultConnectionInput {
  readonly number: number;
  readonly client: Socket;
  readonly targetPort: number;
  /** Milliseconds since the proxy started. */
  readonly clock: () => number;
  /** Told about every message; says what becomes of it. */
  readonly decide: (message: FaultMessage) => Action;
  readonly onError: (error: unknown) => void;
}

type Direction = FaultMessage['direction'];

/** One connection through the proxy, with the server's side of it. */
export class FaultConnection {
  readonly #input: FaultConnectionInput;
  readonly #server: Socket;
  readonly #asked = new Map<number, MessageContent>();
  #boundAs = '';
  #over = false;

  constructor(input: FaultConnectionInput) {
    this.#input = input;
    this.#server = connect({ port: input.targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    this.#carry('request', input.client, this.#server);
    this.#carry('response', this.#server, input.client);
  }

  /** Ends it politely. */
  close(): void {
    this.#over = true;
    for (const socket of this.#sockets) socket.end();
  }

  /** Breaks it. */
  reset(): void {
    this.#over = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  get #sockets(): readonly Socket[] {
    return [this.#input.client, this.#server];
  }

  #carry(direction: Direction, from: Socket, to: Socket): void {
    const lane = new FaultLane(this.#input.onError);
    let kept: Buffer = Buffer.alloc(0);
    const send = (socket: Socket, bytes: Buffer): void => {
      if (!this.#over && socket.writable) socket.write(bytes);
    };
    const steps: Pick<Step, 'forward' | 'back' | 'keep' | 'close' | 'reset'> = {
      forward: (bytes) => {
        send(to, kept.length === 0 ? bytes : Buffer.concat([kept, bytes]));
        kept = Buffer.alloc(0);
      },
      back: (bytes) => send(from, bytes),
      keep: (bytes) => {
        kept = Buffer.concat([kept, bytes]);
      },
      close: () => this.close(),
      reset: () => this.reset(),
    };
    const onBytes = this.#messages(direction, (message, bytes) =>
      lane.add(() => (this.#over ? undefined : this.#input.decide(message)({ ...steps, message, bytes }))),
    );
    from.on('data', onBytes);
    from.on('end', () => lane.add(() => void (this.#over || to.end(kept))));
    from.on('error', () => to.destroy());
    from.on('close', (hadError) => hadError && to.destroy());
  }

  /** Cuts a stream into messages; from the first byte on that is no LDAP, every chunk counts as one. */
  #messages(direction: Direction, onMessage: (message: FaultMessage, bytes: Buffer) => void): (chunk: Buffer) => void {
    const tell = (content: MessageContent, bytes: Buffer): void =>
      onMessage(this.#describe(direction, content, bytes), bytes);
    const reader = new MessageReader((bytes) => tell(contentOf(bytes), bytes));
    let opaque = false;
    return (chunk) => {
      if (opaque) return tell(opaqueContent, chunk);
      try {
        reader.push(chunk);
      } catch {
        opaque = true;
        tell(opaqueContent, reader.rest);
      }
    };
  }

  #describe(direction: Direction, content: MessageContent, bytes: Buffer): FaultMessage {
    const asked = direction === 'response' ? this.#asked.get(content.id) : content;
    if (direction === 'request') this.#asked.set(content.id, content);
    if (content.kind === 'bind') this.#boundAs = '';
    if (content.kind === 'bindResult' && content.code === 0) {
      this.#boundAs = asked?.bind === 'sasl' ? 'sasl' : (asked?.dn ?? '');
    }
    return {
      ...content,
      direction,
      connection: this.#input.number,
      dn: content.dn ?? asked?.dn ?? '',
      boundAs: this.#boundAs,
      size: bytes.length,
      at: this.#input.clock(),
    };
  }
}

/** What is framed like a message and is none counts as opaque. */
function contentOf(bytes: Buffer): MessageContent {
  try {
    return readMessage(bytes);
  } catch {
    return opaqueContent;
  }
}

const opaqueContent: MessageContent = {
  kind: 'opaque',
  id: 0,
  dn: '',
  entryDn: undefined,
  code: undefined,
  bind: undefined,
  oid: undefined,
  controls: [],
};
