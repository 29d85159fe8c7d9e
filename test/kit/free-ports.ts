import { type AddressInfo, createServer, type Server } from 'node:net';

/** Different loopback ports that were free a moment ago. Another process may take one first: be ready to ask again. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers: readonly Server[] = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map(listen));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
