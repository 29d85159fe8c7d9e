import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCountingListener } from './bad-servers.ts';
import { type Replica, type ReplicaOptions, startReplica } from './replica.ts';
import { type Slapd, startSlapd } from './slapd.ts';
import { provider, together } from './slapd-options.ts';
import { groupDn, groupLdif } from './texts.ts';

const dn = groupDn('hq@example.net');
const add = (member: string): string =>
  `dn: ${dn}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: ${member}\n`;
let source: Slapd;
beforeAll(async () => {
  source = await startSlapd(together(provider, { tls: 'none', ldif: groupLdif('hq@example.net', ['a@example.net']) }));
});
afterAll(() => source?.stop());

const members = async (server: Slapd): Promise<string[]> =>
  (await server.ldapsearch(['-b', dn, 'mailGroupMember'], source.accounts.rollcall)).stdout.match(
    /\w+@example.net$/gm,
  ) ?? [];

async function using(options: ReplicaOptions, work: (replica: Replica) => Promise<void>): Promise<void> {
  const replica = await startReplica(source, options);
  try {
    await work(replica);
  } finally {
    await replica.stop();
  }
}

describe('a replica', () => {
  it('follows, is stale while it is paused, and follows again', async () => {
    await using({ updateref: source.url, start: 'follows' }, async (replica) => {
      expect(await members(replica)).toContain('a@example.net');
      await replica.pause();
      await source.ldapmodify(add('later@example.net'));
      expect(await members(replica)).not.toContain('later@example.net');
      await replica.resume();
      await replica.synchronized();
      expect(await members(replica)).toContain('later@example.net');
    });
  });

  it('sends writers elsewhere, or refuses them', async () => {
    const elsewhere = await startCountingListener();
    await using({ updateref: elsewhere.url, start: 'follows' }, async ({ ldapmodify }) => {
      const answer = await ldapmodify(add('written@example.net'), source.accounts.rollcall);
      expect(answer).toMatchObject({ code: 10, stderr: expect.stringContaining(elsewhere.url) });
    });
    await using({ updateref: 'none', start: 'follows' }, async ({ ldapmodify }) => {
      expect((await ldapmodify(add('written@example.net'), source.accounts.rollcall)).code).toBe(53);
    });
    expect(elsewhere.connections()).toBe(0);
    await elsewhere.stop();
  });

  it('can be one that never was synchronized', async () => {
    await using({ updateref: 'none', start: 'is empty' }, async ({ ldapsearch, suffix }) => {
      expect((await ldapsearch(['-b', suffix])).code).toBe(32);
      expect((await ldapsearch(['-b', suffix], source.accounts.rollcall)).code).toBe(49);
    });
    await using({ updateref: 'none', start: 'has no groups' }, async ({ ldapsearch, groupsBase }) => {
      const answer = await ldapsearch(['-b', groupsBase, '(mail=*)'], source.accounts.rollcall);
      expect(answer).toMatchObject({ code: 0, stdout: '' });
    });
  });
});
