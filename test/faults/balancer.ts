import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address behind which several servers stand. */
export interface Balancer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Leads the first connection to the first port of loopback, the second one to the second, and all others to the last. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    const port = ports[Math.min(connections, ports.length - 1)] ?? 0;
    connections += 1;
    const target = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
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
