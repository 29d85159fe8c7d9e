import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDirectory, openReader } from '../../src/io/open-directory.ts';
import type { Settings } from '../../src/io/run-settings.ts';
import { loadSettings } from '../../src/io/settings.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import { failureOf } from './failure-of.ts';
import { startTrap, type Tap } from './tap.ts';

let folder: string;
let slapd: Slapd;
let trap: Tap;
beforeAll(async () => {
  [folder, slapd, trap] = await Promise.all([
    mkdtemp(join(tmpdir(), 'open-')),
    startSlapd({ auditlog: false }),
    startTrap(),
  ]);
});
afterAll(() => Promise.all([slapd?.stop(), trap?.stop(), rm(folder, { recursive: true })]));

const base = 'ou=Groups,ou=Mail,dc=example,dc=net';

function settings(variables: Readonly<Record<string, string>>): Settings {
  const request = { cwd: folder, config: undefined, environment: undefined, flags: {} };
  const loaded = loadSettings({ ...request, variables: { ROLLCALL_BASE: base, ...variables } });
  expect(loaded.diagnostics).toEqual([]);
  return loaded.settings ?? expect.unreachable();
}

const nobody = (): Promise<string> => expect.unreachable('nobody asks for a password here');

describe('opening', () => {
  it('an LDIF file asks for no password, and shows its path as the user named it', async () => {
    await writeFile(join(folder, 'groups.ldif'), `dn: ${base}\nou: Groups\n`);
    const variables = { ROLLCALL_URL: 'groups.ldif', ROLLCALL_BIND_DN: 'cn=x', ROLLCALL_ALLOWED_SERVERS: 'ldap://x' };
    const reader = await openReader(settings(variables), nobody);
    expect(reader.url).toBe('groups.ldif');
    expect(await reader.read(base)).toEqual({ dn: base, attributes: [{ name: 'ou', values: ['Groups'] }] });
  });

  it('a reader gives no writer', async () => {
    const reader = await openReader(settings({ ROLLCALL_URL: slapd.url }), nobody);
    expect(reader).not.toHaveProperty('writer');
    expect(reader).not.toHaveProperty('execute');
    await reader.close();
  });

  it('a server asks for the password of a DN, with the file that the settings name', async () => {
    const { dn, password, passwordFile } = slapd.accounts.rollcall;
    const variables = {
      ROLLCALL_URL: slapd.ldapsUrl,
      ROLLCALL_BIND_DN: dn,
      ROLLCALL_BIND_PASSWORD_FILE: passwordFile,
      ROLLCALL_CA: slapd.tls?.ca ?? expect.unreachable(),
    };
    const asked: (string | undefined)[] = [];
    const source = async (file: string | undefined): Promise<string> => {
      asked.push(file);
      return password;
    };
    const { reader, writer } = await openDirectory(settings(variables), source);
    expect(asked).toEqual([passwordFile]);
    const modification = { kind: 'replace', attribute: 'description', values: ['opened'] } as const;
    expect(await writer.execute({ kind: 'modify', dn: base, modifications: [modification] }, undefined)).toMatchObject({
      kind: 'done',
    });
    await reader.close();
  });

  it('with a client certificate, or anonymously, asks for none', async () => {
    const { ca, clientCertificate, clientKey } = slapd.tls ?? expect.unreachable();
    const variables = {
      ROLLCALL_URL: slapd.ldapsUrl,
      ROLLCALL_BIND_EXTERNAL: 'true',
      ROLLCALL_CA: ca,
      ROLLCALL_CERT: clientCertificate,
      ROLLCALL_KEY: clientKey,
    };
    for (const given of [variables, { ROLLCALL_URL: slapd.url }]) {
      const reader = await openReader(settings(given), nobody);
      expect(await reader.suffixes()).toEqual(['dc=example,dc=net']);
      await reader.close();
    }
  });
});

describe('a file that the settings name', () => {
  it.each([
    ['ROLLCALL_CA', 'directory.tls.ca'],
    ['ROLLCALL_CERT', 'directory.tls.cert'],
    ['ROLLCALL_KEY', 'directory.tls.key'],
  ])('and that is not there is a failure before any connection (%s)', async (variable, key) => {
    const { ca, clientCertificate, clientKey } = slapd.tls ?? expect.unreachable();
    const variables = { ROLLCALL_CA: ca, ROLLCALL_CERT: clientCertificate, ROLLCALL_KEY: clientKey };
    const before = trap.connections();
    const missing = { ...variables, ROLLCALL_URL: `ldaps://127.0.0.1:${trap.port}`, [variable]: 'missing.pem' };
    expect(await failureOf(openDirectory(settings(missing), nobody))).toEqual({
      kind: 'input',
      message: `there is no file ${join(folder, 'missing.pem')} (${key})`,
      hint: `Correct ${key}, or the rights of the file.`,
    });
    expect(trap.connections()).toBe(before);
  });

  it('as authorities and that holds none is a failure', async () => {
    const file = join(folder, 'no.pem');
    await writeFile(file, 'nothing in here\n');
    const variables = { ROLLCALL_URL: `ldaps://127.0.0.1:${trap.port}`, ROLLCALL_CA: file };
    expect(await failureOf(openDirectory(settings(variables), nobody))).toEqual({
      kind: 'input',
      message: `${file} (directory.tls.ca) holds no certificate`,
      hint: 'Name a PEM file with the certificates of the authorities to trust.',
    });
  });
});

describe('allowed servers', () => {
  const allowed = 'ldaps://ldap.example.net, LDAP://127.0.0.1:1/';

  it('keep every other server from being reached, and the password from being read', async () => {
    const before = trap.connections();
    const url = `ldap://127.0.0.1:${trap.port}`;
    const variables = { ROLLCALL_URL: url, ROLLCALL_BIND_DN: 'cn=x', ROLLCALL_ALLOWED_SERVERS: allowed };
    expect(await failureOf(openDirectory(settings(variables), nobody))).toEqual({
      kind: 'input',
      message: `${url} is not among the allowed servers (ldaps://ldap.example.net, LDAP://127.0.0.1:1/)`,
      hint: 'Nothing was sent. Correct directory.url, or add the URL to ROLLCALL_ALLOWED_SERVERS.',
    });
    expect(trap.connections()).toBe(before);
  });

  it.each([
    'ldap://ldap.example.net',
    'ldaps://ldap.example.net:636',
    'ldaps://ldap.example.net.evil.example',
    'ldaps://evil.example/ldaps://ldap.example.net',
    'ldaps://ldap.example.net@evil.example',
    'ldaps://ldap.example.net:x@evil.example',
    'ldapi:///',
  ])('are compared as a whole: %s is none of them', async (url) => {
    const variables = { ROLLCALL_URL: url, ROLLCALL_ALLOWED_SERVERS: allowed };
    const failure = await failureOf(openDirectory(settings(variables), nobody));
    expect(failure.message).toContain(' is not among the allowed servers ');
    expect(failure.message).not.toContain('ldap.example.net@');
    expect(failure.message).not.toContain(':x@');
  });

  it('are found in any letter case, and with a slash at the end', async () => {
    const variables = { ROLLCALL_ALLOWED_SERVERS: `ldaps://other, ${slapd.url.toUpperCase()}/` };
    for (const url of [slapd.url, `${slapd.url}/`]) {
      await (await openReader(settings({ ...variables, ROLLCALL_URL: url }), nobody)).close();
    }
  });
});
