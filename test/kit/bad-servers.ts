import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type MessageContent, readMessage } from './fault-message.ts';
import { MessageReader } from './message-reader.ts';

/** A server on loopback that is none. */
export interface BadServer {
  readonly port: number;
  /** ldap:// at that port. */
  readonly url: string;
  /** How many connections came in so far: nobody ever followed a referral here while this is 0. */
  readonly connections: () => number;
  /** The requests that came in so far. */
  readonly requests: () => readonly MessageContent[];
  readonly stop: () => Promise<void>;
}

/**
 * Answers every LDAP message with these bytes, or with what a function makes of it: `end` hangs up, `undefined` says
 * nothing. A client that sends anything else, such as TLS, is cut off.
 */
export async function startFakeServer(
  answer: Buffer | ((request: MessageContent, count: number) => Buffer | 'end' | undefined),
): Promise<BadServer> {
  const sockets = new Set<Socket>();
  const requests: MessageContent[] = [];
  let connections = 0;
  const server = createServer({ noDelay: true }, (client) => {
    connections += 1;
    sockets.add(client);
    client.on('close', () => sockets.delete(client));
    client.on('error', () => client.destroy());
    const reader = new MessageReader((bytes) => {
      const request = readMessage(bytes);
      requests.push(request);
      const reply = typeof answer === 'function' ? answer(request, requests.length) : answer;
      if (reply === 'end') client.end();
      else if (reply !== undefined) client.write(reply);
    });
    client.on('data', (chunk) => {
      try {
        reader.push(chunk);
      } catch {
        client.destroy();
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `ldap://127.0.0.1:${port}`,
    connections: () => connections,
    requests: () => requests,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Counts who comes and never answers: for the address in a referral, and for a server that hangs. */
export function startCountingListener(): Promise<BadServer> {
  return startFakeServer(() => undefined);
}

/** Answers that no LDAP server should give; each for the request with the id 1. */
export const badAnswers: Readonly<Record<string, Buffer>> = {
  'another protocol': Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
  'zero bytes': Buffer.alloc(64),
  'a length of 2 GB': hex('30 84 7fffffff 020101 61'),
  'a length of 2^56': hex('30 87 ffffffffffffff 020101'),
  'an indefinite length': hex('30 80 020101 61 07 0a0100 0400 0400 0000'),
  'half of an answer': hex('30 0c 020101 61 07 0a01'),
  'a length that ends too early': hex('30 0c 020101 61 7f 0a0100 0400 0400'),
  'no operation': hex('30 03 020101'),
  'an unknown operation': hex('30 05 020101 7e 00'),
  'an empty message': hex('30 00'),
  'a result that is text': hex('30 0c 020101 61 07 040100 0400 0400'),
  'the id of nobody': hex('30 0d 02023039 61 07 0a0100 0400 0400'),
  'a negative id': hex('30 0c 0201ff 61 07 0a0100 0400 0400'),
  'an id that is no number': hex('30 0c 040101 61 07 0a0100 0400 0400'),
};

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
