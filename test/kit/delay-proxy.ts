import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A running proxy on loopback. */
export interface DelayProxy {
  /** The loopback port to connect to instead of the server's. */
  readonly port: number;
  /** Breaks every open connection at once, without a goodbye. */
  readonly cut: () => void;
  /** Breaks the connections and frees the port. */
  readonly stop: () => Promise<void>;
}

/**
 * Forwards TCP connections to `targetPort` on 127.0.0.1 and holds every piece of data back by `delay` milliseconds in
 * each direction. Pieces travel at the same time and keep their order, as on a long cable: the delay costs one round
 * trip `2 * delay`, however much is sent.
 */
export async function startDelayProxy(targetPort: number, delay: number): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    carry(client, target, delay);
    carry(target, client, delay);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = (): Promise<void> => {
    cut();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, cut, stop };
}

/** Timers of one duration fire in the order in which they were set, so order is kept. */
function carry(from: Socket, to: Socket, delay: number): void {
  from.on('data', (chunk: Buffer) => setTimeout(() => to.destroyed || to.write(chunk), delay));
  from.on('end', () => setTimeout(() => to.destroyed || to.end(), delay));
  from.on('error', () => to.destroy());
  from.on('close', (hadError) => hadError && to.destroy());
}
