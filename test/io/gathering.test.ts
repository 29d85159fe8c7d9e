import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gathering } from '../../src/io/gathering.ts';

let server: Server;
let received = '';

beforeAll(async () => {
  server = createServer((socket) => socket.on('data', (bytes) => (received += bytes.toString('latin1'))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => server.close());

/** Runs with a fresh connection; `request` writes one letter as a request. */
async function connected(
  work: (gathering: Gathering, request: (letter: string) => void) => Promise<void>,
): Promise<void> {
  received = '';
  const address: AddressInfo | string | null = server.address();
  const socket: Socket = connect(typeof address === 'object' && address !== null ? address.port : expect.unreachable());
  await once(socket, 'connect');
  const gathering = new Gathering(socket);
  try {
    await work(gathering, (letter) => {
      gathering.add();
      socket.write(letter);
    });
  } finally {
    socket.destroy();
  }
}

const arrived = async (expected: string): Promise<void> => {
  for (let waited = 0; received.length < expected.length && waited < 5000; waited += 5) await sleep(5);
  await sleep(20);
  expect(received).toBe(expected);
};

describe('requests', () => {
  it('of one turn go out together at its end', () =>
    connected(async (gathering, request) => {
      request('a');
      request('b');
      expect(gathering).toBeDefined();
      await arrived('ab');
      request('c');
      await arrived('abc');
    }));

  it('wait for company while 16 others are under way, and no longer', () =>
    connected(async (gathering, request) => {
      const first = 'x'.repeat(16);
      for (const letter of first) request(letter);
      await arrived(first);
      request('a');
      await sleep(0);
      request('b');
      await arrived(first);
      gathering.answered();
      await arrived(`${first}ab`);
    }));

  it('do not wait when the connection is about to be closed', () =>
    connected(async (gathering, request) => {
      const first = 'x'.repeat(20);
      for (const letter of first) request(letter);
      await arrived(first);
      request('a');
      gathering.send();
      await arrived(`${first}a`);
    }));

  it('all go out, whatever the order of requests and answers', () =>
    connected(async (gathering, request) => {
      let sent = '';
      let answered = 0;
      for (let turn = 0; turn < 60; turn += 1) {
        for (let n = 0; n < (turn * 7) % 5; n += 1) {
          const letter = String.fromCharCode(97 + (sent.length % 26));
          request(letter);
          sent += letter;
        }
        while (answered < received.length - (turn % 20)) {
          gathering.answered();
          answered += 1;
        }
        await sleep(1);
      }
      for (let waited = 0; answered < sent.length && waited < 5000; waited += 1) {
        while (answered < received.length) {
          gathering.answered();
          answered += 1;
        }
        await sleep(1);
      }
      expect(received).toBe(sent);
    }));
});
