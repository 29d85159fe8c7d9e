import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { answerTo } from './refusing-server.ts';
import type { TlsFiles } from './tls.ts';

/** A server of the test's own that speaks TLS, and keeps what it was sent. */
export interface TlsTerminator {
  readonly port: number;
  /** The tags of the requests that came unencrypted: 0x77 is StartTLS, 0x60 a bind. */
  readonly plain: () => readonly number[];
  /** How many handshakes began, and what came through TLS when they were done. */
  readonly handshakes: () => number;
  readonly secret: () => Buffer;
  readonly stop: () => Promise<void>;
}

/** How a terminator behaves. */
export interface TerminatorOptions {
  readonly scheme: 'ldaps' | 'startTls' | 'refused startTls';
  readonly versions: 'TLSv1.1' | 'all';
}

/** Starts it on loopback with the server certificate of these files. Nothing that comes through TLS is answered. */
export async function startTlsTerminator(tls: TlsFiles, options: TerminatorOptions): Promise<TlsTerminator> {
  const context = createSecureContext({
    cert: await readFile(tls.serverCertificate),
    key: await readFile(tls.serverKey),
    ...(options.versions === 'TLSv1.1' ? { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' } : {}),
    ...(options.versions === 'TLSv1.1' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
  });
  const sockets = new Set<Socket>();
  const [plain, secret]: [number[], Buffer[]] = [[], []];
  let handshakes = 0;
  const secure = (socket: Socket): void => {
    handshakes += 1;
    const inner = new TLSSocket(socket, { isServer: true, secureContext: context });
    inner.on('error', () => socket.destroy());
    inner.on('data', (bytes: Buffer) => secret.push(bytes));
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (options.scheme === 'ldaps') {
      secure(socket);
      return;
    }
    socket.on('data', (bytes) => {
      plain.push(bytes[5] ?? 0);
      const granted = options.scheme === 'startTls' && bytes[5] === 0x77;
      if (granted) socket.removeAllListeners('data');
      socket.write(answerTo(bytes, granted ? [0, ''] : [52, 'no TLS today']) ?? '');
      if (granted) secure(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    plain: () => plain,
    handshakes: () => handshakes,
    secret: () => Buffer.concat(secret),
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
