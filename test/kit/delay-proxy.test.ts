import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DelayProxy, startDelayProxy } from './delay-proxy.ts';

describe('the delay proxy', () => {
  let echo: Server;
  let proxy: DelayProxy;
  beforeAll(async () => {
    echo = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    proxy = await startDelayProxy((echo.address() as AddressInfo).port, 20);
  });
  afterAll(async () => {
    await proxy.stop();
    echo.close();
  });

  it('holds data back in both directions', async () => {
    const socket = await open(proxy.port);
    const before = performance.now();
    socket.write('a');
    await once(socket, 'data');
    expect(performance.now() - before).toBeGreaterThanOrEqual(38); // timers may fire a millisecond early
    socket.destroy();
  });

  it('keeps order and loses nothing, up to the end of the stream', async () => {
    const socket = await open(proxy.port);
    const sent = Array.from({ length: 20_000 }, (_, n) => `${n}\n`);
    for (const line of sent) socket.write(line);
    socket.end();
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk);
    expect(Buffer.concat(received).toString()).toBe(sent.join(''));
  });

  it('breaks every connection when told', async () => {
    const socket = await open(proxy.port);
    socket.on('error', () => undefined);
    socket.write('a');
    await once(socket, 'data');
    proxy.cut();
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });
});

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}
