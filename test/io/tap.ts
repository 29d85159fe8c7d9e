import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A server on loopback between a client and a test server, or a trap without one behind it. */
export interface Tap {
  readonly port: number;
  /** How many connections came in so far. */
  readonly connections: () => number;
  /** The tags of the LDAP requests that went through, in order: 0x60 is a bind, 0x63 a search, 0x42 an unbind. */
  readonly requests: () => readonly number[];
  /** Ends every connection politely, as a server does that shuts down. */
  readonly hangUp: () => void;
  readonly stop: () => Promise<void>;
}

/** What becomes of the server's answers: the number of the chunk, from 1, to the bytes that are passed on or an end. */
export type OnAnswer = (chunk: number, bytes: Buffer) => { readonly send: Buffer; readonly next: 'go on' | 'cut' };

/** Passes everything on to a port of 127.0.0.1 and notes what was asked. */
export function startTap(targetPort: number, onAnswer: OnAnswer): Promise<Tap> {
  return listen((client, note) => {
    const target = connect({ port: targetPort, host: '127.0.0.1' });
    let chunks = 0;
    client.on('data', (bytes) => {
      note(bytes);
      target.write(bytes);
    });
    target.on('data', (bytes) => {
      chunks += 1;
      const { send, next } = onAnswer(chunks, bytes);
      if (next === 'go on') client.write(send);
      else client.end(send);
    });
    client.on('close', () => target.destroy());
    target.on('close', () => client.end());
    target.on('error', () => client.destroy());
  });
}

/** Accepts every connection and never answers. */
export function startTrap(): Promise<Tap> {
  return listen((client, note) => client.on('data', note));
}

async function listen(onConnection: (client: Socket, note: (bytes: Buffer) => void) => void): Promise<Tap> {
  const sockets = new Set<Socket>();
  const tags: number[] = [];
  let count = 0;
  const server: Server = createServer((client) => {
    count += 1;
    sockets.add(client);
    client.on('error', () => client.destroy());
    onConnection(client, (bytes) => tags.push(...requestTags(bytes)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    requests: () => tags,
    hangUp: () => {
      for (const socket of sockets) socket.end();
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The tags of the LDAP messages in a chunk: sequence, message id, then the request (RFC 4511 §4.1.1). None in TLS. */
function requestTags(bytes: Buffer): number[] {
  const tags: number[] = [];
  for (let at = 0; bytes[at] === 0x30; ) {
    const body = element(bytes, at);
    const id = element(bytes, body.start);
    tags.push(bytes[id.end] ?? 0);
    at = body.end;
  }
  return tags;
}

function element(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = bytes[at + 1] ?? 0;
  const more = first < 0x80 ? 0 : first & 0x7f;
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  const start = at + 2 + more;
  return { start, end: start + length };
}
