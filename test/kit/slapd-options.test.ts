import { describe, expect, it } from 'vitest';
import { type Slapd, type SlapdOptions, startSlapd } from './slapd.ts';
import {
  access,
  constraint,
  failing,
  largestRequest,
  limits,
  lockOut,
  retcode,
  together,
  unique,
} from './slapd-options.ts';
import { groupDn, groupLdif, groupsBase, people } from './texts.ts';

const [one, two] = ['one@example.net', 'two@example.net'] as const;
const ldif = [groupLdif(one, ['a@example.net']), groupLdif(two, ['a@example.net'])].join('\n');

async function using(options: SlapdOptions, work: (slapd: Slapd) => Promise<void>): Promise<void> {
  const slapd = await startSlapd(together({ tls: 'none', ldif }, options));
  try {
    await work(slapd);
  } finally {
    await slapd.stop();
  }
}

/** The code of an attempt of the service account to add a value. */
async function added(slapd: Slapd, address: string, value: string, attribute = 'mailGroupMember'): Promise<number> {
  const change = `dn: ${groupDn(address)}\nchangetype: modify\nadd: ${attribute}\n${attribute}: ${value}\n`;
  return (await slapd.ldapmodify(change, slapd.accounts.rollcall)).code;
}

async function seen(slapd: Slapd, ...attributes: readonly string[]): Promise<string> {
  return (await slapd.ldapsearch(['-b', groupsBase, '(cn=group)', ...attributes], slapd.accounts.rollcall)).stdout;
}

describe('a test server', () => {
  it('fails one operation on one entry', async () => {
    await using(retcode, async (slapd) => {
      expect((await slapd.ldapmodify(failing(groupDn(one), 'modify', 51, 'too much to do'))).code).toBe(0);
      const change = `dn: ${groupDn(one)}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: n@example.net\n`;
      const refused = await slapd.ldapmodify(change, slapd.accounts.rollcall);
      expect(refused).toMatchObject({ code: 51, stderr: expect.stringContaining('too much to do') });
      expect(await added(slapd, two, 'n@example.net')).toBe(0);
      expect(await seen(slapd, 'mail')).toContain(`mail: ${one}`);
      expect((await slapd.auditRecords()).map(({ dn }) => dn)).toEqual([groupDn(one), groupDn(two)]);
    });
  });

  it('keeps values unique and in shape', async () => {
    await using(together(unique('mail'), constraint('mailGroupMember', 'count 2')), async (slapd) => {
      expect(await added(slapd, one, two, 'mail')).toBe(19);
      expect([await added(slapd, one, 'b@example.net'), await added(slapd, one, 'c@example.net')]).toEqual([0, 19]);
    });
  });

  it('limits what the service account reads', async () => {
    await using(limits('rollcall', 'size=1'), async (slapd) => {
      const answer = await slapd.ldapsearch(['-b', groupsBase], slapd.accounts.rollcall);
      expect([answer.code, answer.stdout.match(/^dn:/gm)?.length]).toEqual([4, 1]);
    });
  });

  it('hangs up on a request that is too large', async () => {
    await using(largestRequest(20_000), async (slapd) => {
      const values = people(2000).map((value) => `mailGroupMember: ${value}`);
      const change = [`dn: ${groupDn(one)}`, 'changetype: modify', 'add: mailGroupMember', ...values, ''].join('\n');
      const answer = await slapd.ldapmodify(change, slapd.accounts.rollcall);
      expect(answer.stderr).toContain("Can't contact LDAP server");
      expect(await added(slapd, one, 'small@example.net')).toBe(0);
    });
  });

  it('hides an attribute, in one group or in all', async () => {
    const rule = { account: 'rollcall', level: 'none', attributes: ['mailGroupMember'] } as const;
    await using(access({ ...rule, dns: [groupDn(one)] }), async (slapd) => {
      expect((await seen(slapd, 'mailGroupMember')).match(/^mailGroupMember/gm)).toHaveLength(1);
      expect([await added(slapd, one, 'x@x'), await added(slapd, two, 'x@x')]).toEqual([50, 0]);
    });
    await using(access(rule), async (slapd) => {
      expect(await seen(slapd, 'mailGroupMember')).not.toContain('mailGroupMember');
      expect((await slapd.ldapsearch(['-b', groupsBase], slapd.accounts.reader)).stdout).toContain('mailGroupMember');
    });
  });

  it('hides entries, hides entryCSN, and lets nobody write', async () => {
    await using(access({ account: 'rollcall', level: 'none', dns: [groupDn(one)] }), async (slapd) => {
      expect(await seen(slapd, 'mail')).not.toContain(one);
      expect(await seen(slapd, 'mail')).toContain(two);
    });
    await using(access({ account: 'rollcall', level: 'none', attributes: ['entryCSN'] }), async (slapd) => {
      expect(await seen(slapd, 'entryCSN', 'entryUUID')).toMatch(/entryUUID/);
      expect(await seen(slapd, 'entryCSN', 'entryUUID')).not.toMatch(/entryCSN/);
      expect(await added(slapd, one, 'x@x')).toBe(0);
    });
    await using(access({ account: 'rollcall', level: 'read' }), async (slapd) => {
      expect(await seen(slapd, 'mailGroupMember')).toContain('a@example.net');
      expect(await added(slapd, one, 'x@x')).toBe(50);
    });
  });

  it('locks an account out', async () => {
    await using(lockOut(2), async (slapd) => {
      const { rollcall, reader } = slapd.accounts;
      const wrong = { ...rollcall, passwordFile: reader.passwordFile };
      const codes: number[] = [];
      for (const who of [rollcall, wrong, wrong, rollcall])
        codes.push((await slapd.ldapsearch(['-b', groupsBase], who)).code);
      expect(codes).toEqual([0, 49, 49, 49]);
    });
  });

  it('has a log, and says how it ended', async () => {
    await using({ loglevel: 'stats' }, async (slapd) => {
      await seen(slapd, 'mail');
      await expect.poll(() => slapd.log()).toContain(`BIND dn="${slapd.accounts.rollcall.dn}" method=128`);
      expect(slapd.ended()).toBeUndefined();
      await slapd.kill9();
      expect(slapd.ended()).toBe('SIGKILL');
    });
  });
});
