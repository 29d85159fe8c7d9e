import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { type BerPart, berParts } from './ber.ts';
import { ldapMessage, type WireControl } from './ldap-message.ts';
import { MessageReader } from './message-reader.ts';

/** One message of the server, taken apart. */
export interface RawAnswer {
  readonly id: number;
  readonly tag: number;
  /** The elements of the operation. */
  readonly parts: readonly BerPart[];
  /** The result code; -1 in an entry or a reference. */
  readonly code: number;
  /** The diagnostic message. */
  readonly text: string;
  /** Controls of the answer by OID. */
  readonly controls: ReadonlyMap<string, Buffer>;
  readonly bytes: Buffer;
}

/** A client that sends exactly what it is told. */
export interface RawClient {
  readonly socket: Socket;
  /** Sends an operation under a new id and waits for its final answer; entries come before it. Rejects when the connection ends. */
  readonly ask: (operation: Buffer, controls?: readonly WireControl[]) => Promise<readonly RawAnswer[]>;
  /** The same, only the final answer. */
  readonly result: (operation: Buffer, controls?: readonly WireControl[]) => Promise<RawAnswer>;
  readonly send: (bytes: Buffer) => void;
  readonly end: () => void;
}

/** Connects to a port of loopback or a unix socket. */
export function rawClient(where: NetConnectOpts): Promise<RawClient> {
  const socket = connect(where).setNoDelay(true);
  const waiting = new Map<number, { take: (answer: RawAnswer) => void; fail: (error: unknown) => void }>();
  const reader = new MessageReader((bytes) => {
    const answer = takeApart(bytes);
    waiting.get(answer.id)?.take(answer);
  });
  const lost = (error: unknown): void => {
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  socket.on('data', (chunk) => {
    try {
      reader.push(chunk);
    } catch (error) {
      lost(error);
    }
  });
  socket.on('error', lost);
  socket.on('close', () => lost(new Error('the connection is closed')));
  let lastId = 0;
  const ask: RawClient['ask'] = (operation, controls = []) => {
    lastId += 1;
    const id = lastId;
    const answers: RawAnswer[] = [];
    return new Promise((done, fail) => {
      const take = (answer: RawAnswer): void => {
        answers.push(answer);
        if (answer.code === -1) return;
        waiting.delete(id);
        done(answers);
      };
      waiting.set(id, { take, fail });
      socket.write(ldapMessage(id, operation, controls));
    });
  };
  const result: RawClient['result'] = async (operation, controls = []) => {
    const last = (await ask(operation, controls)).at(-1);
    if (last === undefined) throw new Error('no answer');
    return last;
  };
  const client = {
    socket,
    ask,
    result,
    send: (bytes: Buffer) => void socket.write(bytes),
    end: () => socket.destroy(),
  };
  return new Promise((done, fail) => {
    socket.once('connect', () => done(client));
    socket.once('error', fail);
  });
}

const WITHOUT_RESULT = new Set([0x64, 0x73, 0x79]);

function takeApart(bytes: Buffer): RawAnswer {
  const [envelope] = berParts(bytes);
  const [id, operation, controls] = berParts(envelope?.content ?? Buffer.alloc(0));
  if (id === undefined || operation === undefined) throw new Error('not an LDAP message');
  const parts = berParts(operation.content);
  const hasResult = !WITHOUT_RESULT.has(operation.tag);
  const found = berParts(controls?.content ?? Buffer.alloc(0)).map(({ content }): [string, Buffer] => {
    const fields = berParts(content);
    return [fields[0]?.content.toString() ?? '', fields.at(-1)?.content ?? Buffer.alloc(0)];
  });
  return {
    id: id.content.readIntBE(0, id.content.length),
    tag: operation.tag,
    parts,
    code: hasResult && parts[0] !== undefined ? parts[0].content.readIntBE(0, parts[0].content.length) : -1,
    text: hasResult ? (parts[2]?.content.toString() ?? '') : '',
    controls: new Map(found),
    bytes,
  };
}
