import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/io/connection-settings.ts';
import type { Directory } from '../../src/io/directory.ts';
import { openLdapDirectory } from '../../src/io/ldap-directory.ts';
import { present } from '../../src/ldap/filter.ts';
import { valuesOf } from '../../src/model/entry.ts';
import type { Operation } from '../../src/model/operation.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import { connection } from './connection.ts';
import { failureOf } from './failure-of.ts';
import { type OnAnswer, startTap } from './tap.ts';

const groups = 'ou=Groups,ou=Mail,dc=example,dc=net';
const again = 'Run the command again: it reads what is there and does what is left.';
const search = { base: groups, scope: 'subtree', filter: present('mail'), attributes: ['mail'] } as const;
const group = `mail=g0@example.net,${groups}`;

let slapd: Slapd;
let bind: ConnectionSettings['bind'];
beforeAll(async () => {
  const ldif = Array.from({ length: 300 }, (_, n) => groupLdif(`g${n}@example.net`)).join('\n');
  slapd = await startSlapd({ ldif, auditlog: false });
  const { dn, password } = slapd.accounts.rollcall;
  bind = { kind: 'simple', dn, password };
});
afterAll(() => slapd?.stop());

const addMember = (value: string): Operation => ({
  kind: 'modify',
  dn: group,
  modifications: [{ kind: 'add', attribute: 'mailGroupMember', values: [value] }],
});

describe('a server that dies', () => {
  beforeEach(() => async () => {
    await slapd.kill9();
    await slapd.restart();
  });

  it.each([
    ['ldap', false],
    ['StartTLS', true],
  ])('between two requests fails a write; a read binds again and sees all (%s)', async (_, startTls) => {
    const ca = await readFile(slapd.tls?.ca ?? expect.unreachable(), 'utf8');
    const { reader, writer } = await openLdapDirectory({ ...connection(slapd.url), bind, startTls, ca, timeout: 3600 });
    expect(await reader.search(search, () => undefined)).toHaveLength(300);
    await slapd.kill9();
    await slapd.restart();
    expect(await failureOf(writer.execute(addMember('late@example.net'), undefined))).toEqual({
      kind: 'directory',
      message: `the connection to ${slapd.url} broke during the modify of ${group}: the connection is closed`,
      hint: again,
    });
    expect(writer.session).toBe(0);
    expect(await reader.server?.whoAmI()).toBe(`dn:${slapd.accounts.rollcall.dn}`);
    expect(await reader.search(search, () => undefined)).toHaveLength(300);
    expect(writer.session).toBe(1);
    expect(await writer.execute(addMember(`later-${startTls}@example.net`), undefined)).toMatchObject({ kind: 'done' });
    await reader.close();
  });

  it.each([
    ['ldap', false],
    ['StartTLS', true],
  ])('in the middle of a search fails it at once, and gives no part of it (%s)', async (_, startTls) => {
    const ca = await readFile(slapd.tls?.ca ?? expect.unreachable(), 'utf8');
    const settings = { ...connection(slapd.url), bind, startTls, ca, pageSize: 1, timeout: 3600 };
    const { reader } = await openLdapDirectory(settings);
    let killed: Promise<void> | undefined;
    const failure = await failureOf(
      reader.search(search, () => {
        killed ??= slapd.kill9();
      }),
    );
    expect(killed).toBeDefined();
    expect(failure).toEqual({
      kind: 'directory',
      message: expect.stringMatching(
        / broke during the search below .*: the (server closed the connection|connection is closed)$/,
      ),
      hint: again,
    });
    await killed;
    await reader.close();
  });
});

describe('a server that hangs', () => {
  it.each([
    ['ldap', false, 'dies'],
    ['StartTLS', true, 'dies'],
    ['ldap', false, 'hangs up'],
    ['StartTLS', true, 'hangs up'],
  ])('fails what is under way as soon as it (%s, %s) %s', async (_, startTls, end) => {
    let silent = false;
    const tap = await startTap(slapd.port, (_chunk, bytes) => ({
      send: silent ? Buffer.alloc(0) : bytes,
      next: 'go on',
    }));
    const ca = await readFile(slapd.tls?.ca ?? expect.unreachable(), 'utf8');
    const settings = { ...connection(`ldap://127.0.0.1:${tap.port}`), bind, startTls, ca, timeout: 3600 };
    const { reader, writer } = await openLdapDirectory(settings);
    silent = true;
    const requests = [
      reader.search(search, () => undefined),
      reader.read(group),
      writer.execute(addMember('x@x'), undefined),
    ];
    const failures = Promise.all(requests.map(failureOf));
    if (end === 'hangs up') tap.hangUp();
    else await slapd.kill9();
    for (const { kind, message } of await failures) {
      expect(kind).toBe('directory');
      expect(message).toMatch(/ broke during the (search|modify) .*: the server closed the connection$/);
    }
    await reader.close();
    await tap.stop();
    if (end === 'dies') await slapd.restart();
  });
});

describe('a connection that is cut', () => {
  it('in the middle of an answer fails the search', async () => {
    await through(cutAnswer, async ({ reader }, url) => {
      expect(await failureOf(reader.search(search, () => undefined))).toEqual({
        kind: 'directory',
        message: `the connection to ${url} broke during the search below ${groups}: the server closed the connection`,
        hint: again,
      });
    });
  });

  it('before the answer to a write leaves it open whether it was done', async () => {
    await through(cutAnswer, async ({ writer }, url) => {
      const member = 'unknown@example.net';
      expect(await failureOf(writer.execute(addMember(member), undefined))).toEqual({
        kind: 'directory',
        message: `the connection to ${url} broke during the modify of ${group}: the server closed the connection`,
        hint: again,
      });
      const { reader } = await openLdapDirectory({ ...connection(slapd.url), bind });
      const entry = await reader.read(group);
      expect(entry && valuesOf(entry, 'mailGroupMember')).toContain(member);
      await reader.close();
    });
  });

  it('fails everything that is under way', async () => {
    await through(cutAnswer, async ({ reader }) => {
      const all = await Promise.all(Array.from({ length: 20 }, () => failureOf(reader.read(groups))));
      expect(new Set(all.map(({ message }) => message)).size).toBe(1);
    });
  });
});

describe('a server that stops answering', () => {
  it('fails a search after the timeout', async () => {
    const silent: OnAnswer = (chunk, bytes) => ({ send: chunk <= opening ? bytes : Buffer.alloc(0), next: 'go on' });
    await through(silent, async ({ reader }, url) => {
      expect(await failureOf(reader.search(search, () => undefined))).toEqual({
        kind: 'directory',
        message: `the connection to ${url} broke during the search below ${groups}: no answer in time`,
        hint: again,
      });
    });
  });
});

it('a closed connection takes no more requests', async () => {
  const { reader, writer } = await openLdapDirectory({ ...connection(slapd.url), bind });
  await reader.close();
  expect((await failureOf(reader.read(groups))).message).toMatch(/: the connection is closed$/);
  expect((await failureOf(writer.execute(addMember('x@example.net'), undefined))).message).toMatch(
    /: the connection is closed$/,
  );
});

/** The answers that come before anything is asked for: to the bind, to who we are, and the root entry. */
const opening = 3;

/** Lets the opening answers through, the beginning of the next one, and nothing more. */
function cutAnswer(chunk: number, bytes: Buffer): ReturnType<OnAnswer> {
  return chunk <= opening ? { send: bytes, next: 'go on' } : { send: bytes.subarray(0, 10), next: 'cut' };
}

/** Opens the directory through a tap that does this to the server's answers; the wait for one is a second. */
async function through(onAnswer: OnAnswer, work: (directory: Directory, url: string) => Promise<void>): Promise<void> {
  const tap = await startTap(slapd.port, onAnswer);
  const url = `ldap://127.0.0.1:${tap.port}`;
  const directory = await openLdapDirectory({ ...connection(url), bind, timeout: 1 });
  await work(directory, url);
  expect(tap.connections()).toBe(1);
  await directory.reader.close();
  await tap.stop();
}

function groupLdif(address: string): string {
  const classes = 'objectClass: organizationalPerson\nobjectClass: PostfixBookMailAccount';
  return `dn: mail=${address},${groups}\n${classes}\ncn: ${address}\nsn: group\nmail: ${address}\n`;
}
