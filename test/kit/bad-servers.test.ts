import { describe, expect, it } from 'vitest';
import { badAnswers, startCountingListener, startFakeServer } from './bad-servers.ts';
import { bindRequest, isPresent, ldapMessage, resultResponse, searchRequest } from './ldap-message.ts';
import { rawClient } from './raw-client.ts';

const bind = bindRequest('cn=a', 'secret');
const search = searchRequest('', 'base', isPresent('objectClass'), []);

describe('a fake server', () => {
  it.each(Object.entries(badAnswers))('answers with %s, byte for byte', async (_, bytes) => {
    const server = await startFakeServer(bytes);
    const client = await rawClient({ port: server.port, host: '127.0.0.1' });
    const answer = new Promise((resolve) => client.socket.once('data', resolve));
    client.send(ldapMessage(1, bind));
    expect(await answer).toEqual(bytes);
    client.end();
    await server.stop();
  });

  it('is a good one until it hangs up', async () => {
    const server = await startFakeServer(({ kind, id }) =>
      kind === 'bind' ? ldapMessage(id, resultResponse(0x61, { code: 0 })) : 'end',
    );
    const client = await rawClient({ port: server.port, host: '127.0.0.1' });
    expect((await client.result(bind)).code).toBe(0);
    await expect(client.ask(search)).rejects.toThrow('closed');
    expect(server.requests().map(({ kind }) => kind)).toEqual(['bind', 'search']);
    await server.stop();
  });

  it('counts who comes, and lets them wait', async () => {
    const server = await startCountingListener();
    expect(server.connections()).toBe(0);
    const client = await rawClient({ port: server.port, host: '127.0.0.1' });
    client.send(ldapMessage(1, bind));
    await expect.poll(() => server.requests().length).toBe(1);
    expect(server.connections()).toBe(1);
    client.end();
    await server.stop();
  });
});
