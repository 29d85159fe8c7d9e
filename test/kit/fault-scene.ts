import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { bindRequest, extendedRequest, isPresent, modifyRequest, searchRequest } from './ldap-message.ts';
import { type RawClient, rawClient } from './raw-client.ts';
import { type Slapd, startSlapd } from './slapd.ts';
import { groupDn, groupLdif, groupsBase } from './texts.ts';

/** What the tests of the proxy have at hand; each test has a proxy of its own. */
export interface FaultScene {
  readonly slapd: () => Slapd;
  readonly proxy: () => FaultProxy;
  /** A client that did not bind. */
  readonly stranger: () => Promise<RawClient>;
  /** A client that is the service account. */
  readonly bound: () => Promise<RawClient>;
}

/** A search for the 20 groups of the scene, g0 to g19. */
export const list: Buffer = searchRequest(groupsBase, 'one', isPresent('mail'), ['mail']);

/** The smallest request that anybody may send. */
export const whoAmI: Buffer = extendedRequest('1.3.6.1.4.1.4203.1.11.3');

/** A modify that adds one member. */
export function addMember(address: string, member: string): Buffer {
  return modifyRequest(groupDn(address), [{ kind: 'add', attribute: 'mailGroupMember', values: [member] }]);
}

/** Starts a server for the tests of a file, and a proxy for each of them. */
export function faultScene(): FaultScene {
  let [slapd, proxy]: [Slapd | undefined, FaultProxy | undefined] = [undefined, undefined];
  const clients: RawClient[] = [];
  const scene: FaultScene = {
    slapd: () => slapd ?? expect.unreachable(),
    proxy: () => proxy ?? expect.unreachable(),
    stranger: async () => {
      const client = await rawClient({ port: scene.proxy().port, host: '127.0.0.1' });
      clients.push(client);
      return client;
    },
    bound: async () => {
      const client = await scene.stranger();
      const { dn, password } = scene.slapd().accounts.rollcall;
      expect((await client.result(bindRequest(dn, password))).code).toBe(0);
      return client;
    },
  };
  beforeAll(async () => {
    const addresses = Array.from({ length: 20 }, (_, n) => `g${n}@example.net`);
    slapd = await startSlapd({ ldif: addresses.map((address) => groupLdif(address, [])).join('\n') });
  });
  beforeEach(async () => {
    proxy = await startFaultProxy(scene.slapd().port);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    await proxy?.stop();
  });
  afterAll(() => slapd?.stop());
  return scene;
}
