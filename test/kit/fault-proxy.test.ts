import { describe, expect, it } from 'vitest';
import { answer } from './fault-actions.ts';
import { writeKinds } from './fault-message.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { addMember, faultScene, list, whoAmI } from './fault-scene.ts';
import { bindRequest, ldapMessage, modifyRequest } from './ldap-message.ts';
import { rawClient } from './raw-client.ts';
import { type ProgramResult, runProgram } from './run-program.ts';
import { groupDn, groupsBase } from './texts.ts';

const { slapd, proxy, stranger, bound } = faultScene();

describe('without a rule', () => {
  it('the programs of OpenLDAP do not notice the proxy', async () => {
    const { rollcall } = slapd().accounts;
    const run = (program: 'ldapsearch' | 'ldapmodify', args: readonly string[], stdin = ''): Promise<ProgramResult> => {
      const who = ['-x', '-H', proxy().url, '-D', rollcall.dn, '-y', rollcall.passwordFile];
      return runProgram(slapd().openLdap[program], [...who, ...args], { env: slapd().openLdap.env, stdin });
    };
    const found = await run('ldapsearch', ['-LLL', '-b', groupsBase, '-E', 'pr=7/noprompt', '(mail=*)', 'mail']);
    expect(found.stdout.match(/^mail:/gm)).toHaveLength(20);
    const change = `dn: ${groupDn('g0@example.net')}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: tool@x\n`;
    expect((await run('ldapmodify', [], change)).code).toBe(0);
    expect(proxy().connections()).toBe(2);
    expect(proxy().count({ kind: 'entry' })).toBe(20);
    expect(
      proxy()
        .seen({ kind: 'search' })
        .map(({ controls }) => controls),
    ).toEqual(Array.from({ length: 3 }, () => ['1.2.840.113556.1.4.319']));
    expect(proxy().seen({ kind: 'bind' })).toMatchObject(
      Array.from({ length: 2 }, () => ({ bind: 'simple', dn: rollcall.dn })),
    );
    expect(proxy().seen({ kind: ['modify', 'modifyResult'] })).toMatchObject([
      { direction: 'request', dn: groupDn('g0@example.net'), code: undefined, boundAs: rollcall.dn },
      { direction: 'response', dn: groupDn('g0@example.net'), code: 0, boundAs: rollcall.dn },
    ]);
  });

  it('StartTLS passes, and nobody looks into it', async () => {
    const trust = ['-o', `TLS_CACERT=${slapd().tls?.ca}`];
    const { rollcall } = slapd().accounts;
    const answer = await slapd().ldapwhoami([
      ...['-x', '-ZZ', '-H', proxy().url, ...trust],
      ...['-D', rollcall.dn, '-y', rollcall.passwordFile],
    ]);
    expect(answer.stdout).toBe(`dn:${rollcall.dn}\n`);
    expect(proxy().seen({ kind: 'extended' })).toMatchObject([{ oid: '1.3.6.1.4.1.1466.20037' }]);
    expect(proxy().count({ kind: 'bind' })).toBe(0);
    expect(proxy().count({ kind: 'opaque' })).toBeGreaterThan(2);
  });

  it('a message of 15 MB passes, and one that comes byte by byte', async () => {
    const client = await bound();
    const members = Array.from({ length: 450_000 }, (_, n) => `member-number-${n}@example.net`);
    const large = modifyRequest(groupDn('g19@example.net'), [
      { kind: 'add', attribute: 'mailGroupMember', values: members },
    ]);
    expect((await client.result(large)).code).toBe(0);
    expect(proxy().seen({ kind: 'modify' })[0]?.size).toBeGreaterThan(14_900_000);
    for (const byte of ldapMessage(99, list)) client.send(Buffer.from([byte]));
    expect((await client.ask(whoAmI)).at(-1)?.code).toBe(0);
    expect(proxy().count({ kind: 'search' })).toBe(1);
  });

  it('it tells who is anonymous', async () => {
    const client = await stranger();
    await client.ask(list);
    await client.result(bindRequest('', ''));
    const { dn, password } = slapd().accounts.reader;
    await client.result(bindRequest(dn, 'wrong'));
    await client.result(bindRequest(dn, ''));
    await client.ask(list);
    await client.result(bindRequest(dn, password));
    await client.ask(list);
    await client.result(bindRequest(dn, 'wrong'));
    await client.ask(list);
    expect(
      proxy()
        .seen({ kind: 'bind' })
        .map(({ bind }) => bind),
    ).toEqual([...['anonymous', 'simple', 'unauthenticated'], ...['simple', 'simple']]);
    expect(
      proxy()
        .seen({ kind: 'bindResult' })
        .map(({ code }) => code),
    ).toEqual([0, 49, 53, 0, 49]);
    expect(
      proxy()
        .seen({ kind: 'search' })
        .map(({ boundAs }) => boundAs),
    ).toEqual(['', '', dn, '']);
  });
});

describe('a rule', () => {
  it('acts for the message with its number alone', async () => {
    const rule = proxy().when({ kind: 'modify', nth: 3 }, answer({ code: 51, text: 'come back' }));
    const client = await bound();
    const codes: number[] = [];
    for (const n of [1, 2, 3, 4])
      codes.push((await client.result(addMember('g1@example.net', `${n}@example.net`))).code);
    expect(codes).toEqual([0, 0, 51, 0]);
    expect(rule.hits()).toBe(1);
    expect(await rule.acted).toMatchObject({ kind: 'modify', dn: groupDn('g1@example.net') });
  });

  it('acts twice for one DN, however it is spelled', async () => {
    proxy().when({ kind: writeKinds, dn: groupDn('G2@example.net'), times: 2 }, answer({ code: 52 }));
    const client = await bound();
    const one = async (address: string): Promise<number> => (await client.result(addMember(address, 'a@x'))).code;
    expect([await one('g2@example.net'), await one('g3@example.net')]).toEqual([52, 0]);
    expect([await one('g2@example.net'), await one('g2@example.net')]).toEqual([52, 0]);
  });

  it('gives way to an older one, and to none when it is removed', async () => {
    proxy().when({ kind: 'extended', nth: 2 }, answer({ code: 2 }));
    const rule = proxy().when({ kind: 'extended' }, answer({ code: 1 }));
    const client = await stranger();
    expect([(await client.result(whoAmI)).code, (await client.result(whoAmI)).code]).toEqual([1, 2]);
    rule.remove();
    expect((await client.result(whoAmI)).code).toBe(0);
  });

  it('that throws fails the test when the proxy stops', async () => {
    const broken = await startFaultProxy(slapd().port);
    broken.when({ kind: 'extended' }, () => {
      throw new Error('the hook is wrong');
    });
    const client = await rawClient({ port: broken.port, host: '127.0.0.1' });
    client.send(ldapMessage(1, whoAmI));
    await expect.poll(() => broken.count({ kind: 'extended' })).toBe(1);
    await expect(broken.stop()).rejects.toThrow('the hook is wrong');
  });
});

describe('the connections', () => {
  it.each([
    ['reset', true],
    ['close', false],
  ] as const)('end all at once (%s)', async (how, hadError) => {
    const both = [await bound(), await bound()];
    const ends = both.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
    expect(proxy().open()).toBe(2);
    proxy().killAll(how);
    expect(await Promise.all(ends)).toEqual([hadError, hadError]);
    await expect.poll(() => proxy().open()).toBe(0);
  });

  it('are refused for a while, at the same port', async () => {
    const old = await bound();
    await proxy().refuse();
    await expect(stranger()).rejects.toThrow('ECONNREFUSED');
    expect((await old.result(whoAmI)).code).toBe(0);
    await proxy().accept();
    await bound();
    expect(proxy().connections()).toBe(2);
  });
});
