import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that lets everybody bind and refuses everything else in words of the test. */
export interface RefusingServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts it on loopback: each request but a bind is answered with unwillingToPerform (53) and `words`. */
export async function startRefusingServer(words: string): Promise<RefusingServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      const answer = answerTo(bytes, isBind(bytes) ? [0, ''] : [53, words]);
      if (answer !== undefined) socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The answer to one request (RFC 4511 §4.1.1): its id, and a result under the tag that belongs to its own. */
export function answerTo(request: Buffer, [code, text]: readonly [code: number, text: string]): Buffer | undefined {
  const { id, tag } = headOf(request);
  if (tag === 0x42) return undefined; // unbind
  const answerTag = tag === 0x63 ? 0x65 : tag + 1;
  const result = [element(0x0a, Buffer.from([code])), element(0x04, Buffer.alloc(0)), element(0x04, Buffer.from(text))];
  return element(0x30, Buffer.concat([id, element(answerTag, Buffer.concat(result))]));
}

function isBind(request: Buffer): boolean {
  return headOf(request).tag === 0x60;
}

function headOf(request: Buffer): { readonly id: Buffer; readonly tag: number } {
  const start = (request[1] ?? 0) < 0x80 ? 2 : 2 + ((request[1] ?? 0) & 0x7f);
  const id = request.subarray(start, start + 2 + (request[start + 1] ?? 0));
  return { id, tag: request[start + id.length] ?? 0 };
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
