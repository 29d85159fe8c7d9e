import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/io/connection-settings.ts';
import type { Directory } from '../../src/io/directory.ts';
import { openLdapDirectory } from '../../src/io/ldap-directory.ts';
import { equals, present } from '../../src/ldap/filter.ts';
import { type Entry, valuesOf } from '../../src/model/entry.ts';
import type { Account } from '../kit/accounts.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import { connection } from './connection.ts';
import { failureOf } from './failure-of.ts';
import { startTrap, type Tap } from './tap.ts';

const suffix = 'dc=example,dc=net';
const groups = `ou=Groups,ou=Mail,${suffix}`;
const manyGroups = Array.from({ length: 600 }, (_, n) => groupLdif(`g${n}@example.net`)).join('\n');
const elsewhere = `dn: ou=Branch,ou=Aliases,ou=Mail,${suffix}\nobjectClass: referral\nobjectClass: extensibleObject\nou: Branch\n`;

let slapd: Slapd;
let branch: Tap;
let ca: string;
beforeAll(async () => {
  branch = await startTrap();
  const ref = `ref: ldap://127.0.0.1:${branch.port}/ou=Branch\n`;
  slapd = await startSlapd({ ldif: `${manyGroups}\n${elsewhere}${ref}`, auditlog: false });
  ca = await readFile(slapd.tls?.ca ?? expect.unreachable(), 'utf8');
});
afterAll(() => Promise.all([slapd?.stop(), branch?.stop()]));

function simple({ dn, password }: Account): ConnectionSettings['bind'] {
  return { kind: 'simple', dn, password };
}

async function using<T>(settings: ConnectionSettings, work: (directory: Directory) => Promise<T>): Promise<T> {
  const directory = await openLdapDirectory(settings);
  try {
    return await work(directory);
  } finally {
    await directory.reader.close();
  }
}

function list(directory: Directory, base: string, counts: number[]): Promise<readonly Entry[]> {
  const filter = present('objectClass');
  const search = { base, scope: 'subtree', filter, attributes: ['mail'] } as const;
  return directory.reader.search(search, (count) => counts.push(count));
}

/** Adds one entry: only the service account and the root DN may. */
function mayWrite({ writer }: Directory): Promise<boolean> {
  const attributes = [
    { name: 'objectClass', values: ['organizationalPerson', 'PostfixBookMailAccount'] },
    { name: 'cn', values: ['new'] },
    { name: 'sn', values: ['new'] },
  ];
  const dn = `mail=new@example.net,${groups}`;
  return writer.execute({ kind: 'add', dn, attributes }, undefined).then(async (result) => {
    if (result.kind === 'done') await writer.execute({ kind: 'delete', dn }, undefined);
    else expect(result).toMatchObject({ code: expect.toSatisfy((code: number) => [8, 50].includes(code)) });
    return result.kind === 'done';
  });
}

describe('a connection is made', () => {
  it('by ldap, anonymously', async () => {
    await using(connection(slapd.url), async (directory) => {
      expect(directory.reader.url).toBe(slapd.url);
      expect(await directory.reader.read(groups)).toMatchObject({ dn: groups });
      expect(await mayWrite(directory)).toBe(false);
    });
  });

  it.each<[string, (server: Slapd) => Partial<ConnectionSettings>]>([
    ['ldap', ({ url }) => ({ urls: [url] })],
    ['ldap with StartTLS', ({ url }) => ({ urls: [url], startTls: true, ca })],
    ['ldap with StartTLS, by name', ({ port }) => ({ urls: [`ldap://localhost:${port}`], startTls: true, ca })],
    ['ldaps', ({ ldapsUrl }) => ({ urls: [ldapsUrl], ca })],
    ['ldaps, by name and with a slash', ({ ldapsPort }) => ({ urls: [`LDAPS://localhost:${ldapsPort}/`], ca })],
    ['ldapi', ({ ldapiUrl }) => ({ urls: [ldapiUrl] })],
  ])('by %s, with a password', async (_, change) => {
    const { rollcall, reader } = slapd.accounts;
    const settings = { ...connection(''), ...change(slapd) };
    expect(await using({ ...settings, bind: simple(rollcall) }, mayWrite)).toBe(true);
    expect(await using({ ...settings, bind: simple(reader) }, mayWrite)).toBe(false);
  });

  it('by ldapi, as the user that runs us', async () => {
    expect(await using({ ...connection(slapd.ldapiUrl), bind: { kind: 'external' } }, mayWrite)).toBe(true);
  });

  it.each(['ldaps', 'ldap'])('by %s, with a client certificate', async (scheme) => {
    const { clientCertificate, clientKey } = slapd.tls ?? expect.unreachable();
    const [cert, key] = [await readFile(clientCertificate, 'utf8'), await readFile(clientKey, 'utf8')];
    const url = scheme === 'ldaps' ? slapd.ldapsUrl : slapd.url;
    const settings = { ...connection(url), startTls: scheme === 'ldap', ca, clientCertificate: { cert, key } };
    expect(await using({ ...settings, bind: { kind: 'external' } }, mayWrite)).toBe(true);
  });
});

describe('a search', () => {
  it('by pages of 7 gives all of 111 entries, each once, with the count after every page', async () => {
    const settings = { ...connection(slapd.url), bind: simple(slapd.accounts.reader), pageSize: 7 };
    const filter = { kind: 'substrings', attribute: 'mail', initial: 'g1', any: [], final: '@example.net' } as const;
    const counts: number[] = [];
    const found = await using(settings, ({ reader }) =>
      reader.search({ base: groups, scope: 'subtree', filter, attributes: ['mail'] }, (count) => counts.push(count)),
    );
    expect(new Set(found.map(({ dn }) => dn)).size).toBe(111);
    expect(found).toHaveLength(111);
    expect(counts).toEqual([...Array.from({ length: 15 }, (_, page) => (page + 1) * 7), 111]);
  });

  it('gives all 600 groups to who may read them, whatever the page size', async () => {
    for (const pageSize of [200, 599, 600, 601, 10_000]) {
      const settings = { ...connection(slapd.url), bind: simple(slapd.accounts.reader), pageSize };
      expect(await using(settings, (directory) => list(directory, groups, []))).toHaveLength(601);
    }
  });

  it.each([100, 500, 501, 1000])('that the server cuts at 500 entries fails, with pages of %i', async (pageSize) => {
    const settings = { ...connection(slapd.url), bind: simple(slapd.accounts.ordinary), pageSize };
    expect(await failureOf(using(settings, (directory) => list(directory, groups, [])))).toEqual({
      kind: 'directory',
      message: `the search below ${groups} at ${slapd.url} failed with sizeLimitExceeded (4)`,
      hint: 'Raise the size limit of the bind DN on the server (OpenLDAP: olcLimits … size=unlimited); paging does not lift it.',
    });
  });

  it('of a base that does not exist fails', async () => {
    const base = `ou=Missing,${suffix}`;
    expect(await failureOf(using(connection(slapd.url), (directory) => list(directory, base, [])))).toEqual({
      kind: 'directory',
      message: `the base ${base} does not exist at ${slapd.url}`,
      hint: 'Correct directory.base, or let the bind DN see it: the server answers the same for both.',
    });
  });

  it('of a tree that is partly on another server fails, and does not go there', async () => {
    const base = `ou=Aliases,ou=Mail,${suffix}`;
    const failure = await failureOf(using(connection(slapd.url), (directory) => list(directory, base, [])));
    expect(failure).toEqual({
      kind: 'directory',
      message: expect.stringContaining(
        `${slapd.url} keeps a part of ${base} elsewhere (ldap://127.0.0.1:${branch.port}/`,
      ),
      hint: 'Point directory.url at the server that has the whole tree, or narrow directory.base.',
    });
    expect(failure.message).toContain('referrals are never followed');
    expect(branch.connections()).toBe(0);
  });

  it('of a base on another server fails, and does not go there', async () => {
    const base = `ou=Branch,ou=Aliases,ou=Mail,${suffix}`;
    const failure = await failureOf(using(connection(slapd.url), (directory) => list(directory, base, [])));
    expect(failure).toEqual({
      kind: 'directory',
      message: `the search below ${base} at ${slapd.url} failed with referral (10)`,
      hint: 'This server sends writes or this base elsewhere: point directory.url at the provider itself.',
    });
    expect(branch.connections()).toBe(0);
  });

  it('goes on side by side with writes and other reads', async () => {
    const settings = { ...connection(slapd.url), bind: simple(slapd.accounts.rollcall) };
    await using(settings, async (directory) => {
      const { reader, writer } = directory;
      const dns = Array.from({ length: 50 }, (_, n) => `mail=g${n}@example.net,${groups}`);
      const [entries, ...writes] = await Promise.all([
        list(directory, groups, []),
        ...dns.map((dn) => {
          const change = { kind: 'replace', attribute: 'description', values: [dn] } as const;
          return writer.execute({ kind: 'modify', dn, modifications: [change] }, undefined);
        }),
      ]);
      expect(entries).toHaveLength(601);
      expect(writes.map(({ kind }) => kind)).toEqual(dns.map(() => 'done'));
      const read = await Promise.all(dns.map((dn) => reader.read(dn)));
      expect(read.map((entry) => entry && valuesOf(entry, 'description')[0])).toEqual(dns);
    });
  });
});

describe('reading one entry', () => {
  it('gives what tells its state, and nothing for what somebody may not see', async () => {
    const entry = await using(connection(slapd.url), ({ reader }) => reader.read(`mail=g0@example.net,${groups}`));
    expect(entry && valuesOf(entry, 'entryUUID')).toHaveLength(1);
    expect(entry && valuesOf(entry, 'entryCSN')).toHaveLength(1);
    expect(entry && valuesOf(entry, 'structuralObjectClass')).toEqual([]);
  });

  it('of a big group gives every member', async () => {
    const members = Array.from({ length: 20_000 }, (_, n) => `member${n}@partner.example`);
    const settings = { ...connection(slapd.url), bind: simple(slapd.accounts.rollcall) };
    const dn = `mail=g0@example.net,${groups}`;
    await using(settings, async ({ reader, writer }) => {
      const change = { kind: 'add', attribute: 'mailGroupMember', values: members } as const;
      const result = await writer.execute({ kind: 'modify', dn, modifications: [change] }, undefined);
      expect(result.kind === 'done' && result.after && valuesOf(result.after, 'mailGroupMember')).toHaveLength(20_000);
      const search = { base: groups, scope: 'subtree', filter: equals('mail', 'g0@example.net') } as const;
      const [entry] = await reader.search({ ...search, attributes: ['*'] }, () => undefined);
      expect(new Set(entry && valuesOf(entry, 'mailGroupMember'))).toEqual(new Set(members));
    });
  });
});

describe('a write that is refused', () => {
  it('says what the server says', async () => {
    const dn = `mail=g1@example.net,${groups}`;
    const modify = (attribute: string, value: string) =>
      ({ kind: 'modify', dn, modifications: [{ kind: 'add', attribute, values: [value] }] }) as const;
    const settings = { ...connection(slapd.url), bind: simple(slapd.accounts.rollcall) };
    await using(settings, async ({ writer }) => {
      expect(await writer.execute(modify('mailGroupMember', 'ä@example.net'), undefined)).toEqual({
        kind: 'refused',
        code: 21,
        message: 'mailGroupMember: value #0 invalid per syntax',
      });
      expect(await writer.execute(modify('nonsense', 'x'), undefined)).toMatchObject({ code: 17 });
    });
    await using({ ...settings, bind: simple(slapd.accounts.reader) }, async ({ writer }) => {
      expect(await writer.execute(modify('mailGroupMember', 'a@example.net'), undefined)).toMatchObject({ code: 50 });
    });
  });
});

function groupLdif(address: string): string {
  const classes = 'objectClass: organizationalPerson\nobjectClass: PostfixBookMailAccount';
  return `dn: mail=${address},${groups}\n${classes}\ncn: ${address}\nsn: group\nmail: ${address}\n`;
}
