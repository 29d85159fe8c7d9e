import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './accounts.ts';
import { type Slapd, startSlapd } from './slapd.ts';

describe('a test server', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd();
  });
  afterAll(() => slapd?.stop());

  it('takes a bind over ldap, StartTLS and ldaps', async () => {
    const { rollcall } = slapd.accounts;
    const trust = ['-o', `TLS_CACERT=${slapd.tls?.ca}`];
    for (const where of [
      ['-H', slapd.url],
      ['-H', slapd.url, '-ZZ', ...trust],
      ['-H', slapd.ldapsUrl, ...trust],
    ]) {
      const answer = await slapd.ldapwhoami([...simple(rollcall), ...where]);
      expect(answer, where.join(' ')).toEqual({ code: 0, stdout: `dn:${rollcall.dn}\n`, stderr: '' });
    }
  });

  it('knows the user over the socket and the client certificate over TLS as the service account', async () => {
    const { ca, clientCertificate, clientKey } = slapd.tls ?? expect.unreachable();
    const socket = ['-H', slapd.ldapiUrl];
    const options = [`TLS_CACERT=${ca}`, `TLS_CERT=${clientCertificate}`, `TLS_KEY=${clientKey}`];
    for (const where of [socket, ['-H', slapd.ldapsUrl, ...options.flatMap((option) => ['-o', option])]]) {
      const answer = await slapd.ldapwhoami(['-Q', '-Y', 'EXTERNAL', ...where]);
      expect(answer.stdout).toBe(`dn:${slapd.accounts.rollcall.dn}\n`);
    }
  });

  it('refuses a wrong password', async () => {
    const wrong = { ...slapd.accounts.rollcall, passwordFile: slapd.accounts.reader.passwordFile };
    expect((await slapd.ldapwhoami([...simple(wrong), '-H', slapd.url])).code).toBe(49);
  });

  it('lets the service account write groups and aliases, and nothing else', async () => {
    const { rollcall, reader } = slapd.accounts;
    const alias = `dn: cn=info,${slapd.aliasesBase}\nchangetype: add\nobjectClass: nisMailAlias\ncn: info\n`;
    const add = async (ldif: string, who: Account): Promise<number> => (await slapd.ldapmodify(ldif, who)).code;
    expect(await add(toAdd(groupLdif('writable@example.net', slapd.groupsBase)), reader)).toBe(50);
    expect(await add(toAdd(groupLdif('writable@example.net', slapd.groupsBase)), rollcall)).toBe(0);
    expect(await add(toAdd(groupLdif('writable@example.net', slapd.peopleBase)), rollcall)).toBe(50);
    expect(await add(alias, rollcall)).toBe(0);
  });

  it('records a modify in the audit log, without its own bookkeeping', async () => {
    await slapd.ldapadd(groupLdif('audited@example.net', slapd.groupsBase));
    const dn = `mail=audited@example.net,${slapd.groupsBase}`;
    const change = `dn: ${dn}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: ann@example.net\n`;
    expect((await slapd.ldapmodify(change, slapd.accounts.rollcall)).code).toBe(0);
    expect((await slapd.auditRecords()).at(-1)).toMatchObject({
      dn,
      changetype: 'modify',
      changes: [{ op: 'add', attribute: 'mailGroupMember', values: ['ann@example.net'] }],
    });
  });

  it('keeps no password in what it stores', async () => {
    const { rollcall, reader } = slapd.accounts;
    const { stdout } = await slapd.slapcat();
    expect(stdout).toContain(`dn: ${rollcall.dn}`);
    for (const { password } of [rollcall, reader]) {
      expect(stdout).not.toContain(password);
      expect(stdout).not.toContain(Buffer.from(password).toString('base64'));
    }
  });
});

describe('the life of a test server', () => {
  it('keeps data and address over a kill and a restart', async () => {
    const slapd = await startSlapd({ tls: 'none' });
    await slapd.ldapadd(groupLdif('kept@example.net', slapd.groupsBase));
    await slapd.kill9();
    expect((await slapd.ldapsearch(['-b', slapd.groupsBase])).code).not.toBe(0);
    await slapd.restart();
    expect((await slapd.ldapsearch(['-b', slapd.groupsBase, 'mail=kept@*', 'mail'])).stdout).toContain(
      'kept@example.net',
    );
    await slapd.stop();
  });

  it('frees its port and removes its folder in the end', async () => {
    const slapd = await startSlapd();
    expect(existsSync(slapd.folder)).toBe(true);
    await slapd.stop();
    await slapd.stop();
    expect(existsSync(slapd.folder)).toBe(false);
    await listenOnce(slapd.port);
  });

  it('has nothing to do with a second server beside it', async () => {
    const [one, two] = await Promise.all([startSlapd(), startSlapd()]);
    await one.ldapadd(groupLdif('only-one@example.net', one.groupsBase));
    expect((await one.slapcat()).stdout).toContain('only-one@example.net');
    expect((await two.slapcat()).stdout).not.toContain('only-one@example.net');
    const stranger = await two.ldapwhoami([...simple(one.accounts.rollcall), '-H', two.url]);
    expect(stranger.code).toBe(49);
    await Promise.all([one.stop(), two.stop()]);
  });

  it('stops ordinary accounts at 500 entries, the others never', async () => {
    const base = 'ou=Groups,ou=Mail,dc=example,dc=net';
    const ldif = Array.from({ length: 600 }, (_, n) => groupLdif(`g${n}@example.net`, base)).join('\n');
    const slapd = await startSlapd({ ldif, tls: 'none' });
    const { ordinary, reader, rollcall } = slapd.accounts;
    const list = ['-b', base, '(objectClass=PostfixBookMailAccount)', '1.1'];
    expect((await slapd.ldapsearch(list, ordinary)).code).toBe(4);
    expect((await slapd.ldapsearch(list, reader)).stdout.match(/^dn:/gm)).toHaveLength(600);
    expect((await slapd.ldapsearch(list, rollcall)).code).toBe(0);
    await slapd.stop();
  });

  it('takes further lines of configuration', async () => {
    const slapd = await startSlapd({
      globalLines: ['moduleload unique'],
      databaseLines: ['overlay unique', 'unique_uri ldap:///?mail?sub'],
    });
    await slapd.ldapadd(groupLdif('once@example.net', slapd.groupsBase));
    expect((await slapd.ldapadd(groupLdif('once@example.net', slapd.peopleBase))).code).toBe(19);
    await slapd.stop();
  });

  it('says what slapd says when it cannot start', async () => {
    await expect(startSlapd({ databaseLines: ['nonsense here'] })).rejects.toThrow(/nonsense/);
  });

  it('ends with a test process that is killed', async () => {
    const script = `import { startSlapd } from ${JSON.stringify(`${import.meta.dirname}/slapd.ts`)};
      const slapd = await startSlapd({ tls: 'none' });
      process.stdout.write(JSON.stringify({ port: slapd.port, folder: slapd.folder }));
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { port, folder } = JSON.parse(await firstChunk(child.stdout));
    child.kill('SIGKILL');
    while (existsSync(folder)) await sleep(20);
    // The guard removes the folder while the kernel may still be closing the socket of the killed server.
    await expect.poll(() => listenOnce(port).then(() => 'free', String), { timeout: 10_000 }).toBe('free');
  });
});

function simple(who: Account): readonly string[] {
  return ['-x', '-D', who.dn, '-y', who.passwordFile];
}

function groupLdif(address: string, base: string): string {
  const classes = 'objectClass: organizationalPerson\nobjectClass: PostfixBookMailAccount';
  return `dn: mail=${address},${base}\n${classes}\ncn: ${address}\nsn: group\nmail: ${address}\n`;
}

function toAdd(ldif: string): string {
  return ldif.replace('\n', '\nchangetype: add\n');
}

/** Fails when somebody still has the port. */
async function listenOnce(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

function firstChunk(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString())));
}
