import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/io/connection-settings.ts';
import { openLdapDirectory } from '../../src/io/ldap-directory.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import type { ServerCertificate } from '../kit/tls.ts';
import { connection } from './connection.ts';
import { failureOf, type ShownFailure } from './failure-of.ts';
import { startTap, startTrap } from './tap.ts';

const passOn = (_: number, send: Buffer): { send: Buffer; next: 'go on' } => ({ send, next: 'go on' });

function refusal(settings: Partial<ConnectionSettings>): Promise<ShownFailure> {
  const opening = openLdapDirectory({ ...connection(''), ...settings });
  return failureOf(opening.then(({ reader }) => reader.close()));
}

describe('a server that is there', () => {
  let slapd: Slapd;
  let ca: string;
  let bind: Extract<ConnectionSettings['bind'], { kind: 'simple' }>;
  beforeAll(async () => {
    slapd = await startSlapd({ auditlog: false });
    ca = await readFile(slapd.tls?.ca ?? expect.unreachable(), 'utf8');
    const { dn, password } = slapd.accounts.rollcall;
    bind = { kind: 'simple', dn, password };
  });
  afterAll(() => slapd?.stop());

  it('refuses a wrong password, which is tried once', async () => {
    const tap = await startTap(slapd.port, passOn);
    const url = `ldap://127.0.0.1:${tap.port}`;
    const failure = await refusal({ urls: [url], bind: { ...bind, password: 'wrong password' } });
    expect(failure).toEqual({
      kind: 'directory',
      message: `bind as ${bind.dn} at ${url} failed with invalidCredentials (49)`,
      hint: 'Check directory.bind.dn and the password; nothing is tried twice, so that no account gets locked.',
    });
    expect(tap.connections()).toBe(1);
    expect(tap.requests().filter((tag) => tag === 0x60)).toHaveLength(1);
    await tap.stop();
  });

  it('refuses a name to bind as that is none', async () => {
    expect(await refusal({ urls: [slapd.url], bind: { ...bind, dn: 'nonsense' } })).toEqual({
      kind: 'directory',
      message: `bind as nonsense at ${slapd.url} failed with invalidDNSyntax (34)`,
      hint: 'Correct the DN in rollcall.yaml.',
    });
  });

  it('refuses SASL EXTERNAL over a connection that proves nothing', async () => {
    for (const settings of [{ urls: [slapd.url] }, { urls: [slapd.ldapsUrl], ca }]) {
      expect(await refusal({ ...settings, bind: { kind: 'external' } })).toEqual({
        kind: 'directory',
        message: `${settings.urls[0]} does not know us by this connection: SASL EXTERNAL is refused`,
        hint: 'Over ldapi:// the user counts, over TLS the client certificate: set directory.tls.cert and key.',
      });
    }
  });

  it('is not trusted without its authority', async () => {
    for (const settings of [{ urls: [slapd.ldapsUrl] }, { urls: [slapd.url], startTls: true }]) {
      expect(await refusal({ ...settings, bind })).toEqual({
        kind: 'directory',
        message: `cannot connect to ${settings.urls[0]}: its certificate comes from an authority that is not trusted here`,
        hint: 'Name the CA certificate in directory.tls.ca.',
      });
    }
  });

  it('does not speak TLS on the plain port, nor plainly on the TLS port', async () => {
    const wrongly = { tls: `ldaps://127.0.0.1:${slapd.port}`, plain: `ldap://127.0.0.1:${slapd.ldapsPort}` };
    expect(await refusal({ urls: [wrongly.tls], ca, bind })).toEqual({
      kind: 'directory',
      message: `cannot connect to ${wrongly.tls}: the server closed the connection`,
      hint: 'Look into the log of the server; ldaps:// wants the TLS port.',
    });
    expect(await refusal({ urls: [wrongly.plain], bind })).toEqual({
      kind: 'directory',
      message: `cannot connect to ${wrongly.plain}: the server closed the connection`,
      hint: 'Look into the log of the server; a TLS port wants ldaps://.',
    });
  });

  it('does not get a client certificate that is none, or without its key', async () => {
    const { clientCertificate, clientKey, serverKey } = slapd.tls ?? expect.unreachable();
    const read = (path: string): Promise<string> => readFile(path, 'utf8');
    const cert = await read(clientCertificate);
    const common = { urls: [slapd.ldapsUrl], ca, bind: { kind: 'external' } } as const;
    const noPem = { cert: 'nonsense', key: await read(clientKey) };
    expect(await refusal({ ...common, clientCertificate: noPem })).toEqual({
      kind: 'directory',
      message: `cannot connect to ${slapd.ldapsUrl}: directory.tls.cert or directory.tls.key is not PEM`,
      hint: 'Name PEM files, which begin with a line of dashes and BEGIN.',
    });
    expect(await refusal({ ...common, clientCertificate: { cert, key: await read(serverKey) } })).toEqual({
      kind: 'directory',
      message: `cannot connect to ${slapd.ldapsUrl}: directory.tls.key is not the key of directory.tls.cert`,
      hint: 'Name the two files of one pair.',
    });
  });
});

describe('a server with a bad certificate', () => {
  it.each<[ServerCertificate, message: string, hint: string]>([
    ['expired', 'its certificate has expired', 'Renew the certificate of the server.'],
    ['not-yet-valid', 'its certificate is not valid yet', 'Check the clock here and the certificate of the server.'],
    [
      'wrong-host',
      'its certificate is for another name',
      'Use a name from the certificate in directory.url, or renew the certificate.',
    ],
    [
      'other-authority',
      'its certificate comes from an authority that is not trusted here',
      'Name the CA certificate in directory.tls.ca.',
    ],
  ])('(%s) does not get the password', async (tls, what, hint) => {
    const slapd = await startSlapd({ tls, auditlog: false });
    const ca = await readFile(slapd.tls?.ca ?? expect.unreachable(), 'utf8');
    const { dn, password } = slapd.accounts.rollcall;
    const taps = { ldap: await startTap(slapd.port, passOn), ldaps: await startTap(slapd.ldapsPort, passOn) };
    for (const scheme of ['ldap', 'ldaps'] as const) {
      for (const host of ['127.0.0.1', 'localhost']) {
        const url = `${scheme}://${host}:${taps[scheme].port}`;
        const bind = { kind: 'simple', dn, password } as const;
        const failure = await refusal({ urls: [url], startTls: scheme === 'ldap', ca, bind });
        expect(failure).toEqual({ kind: 'directory', message: `cannot connect to ${url}: ${what}`, hint });
      }
    }
    expect(taps.ldap.requests()).not.toContain(0x60);
    await Promise.all([taps.ldap.stop(), taps.ldaps.stop(), slapd.stop()]);
  });

  it('and one without any is told apart', async () => {
    const slapd = await startSlapd({ tls: 'none', auditlog: false });
    const tap = await startTap(slapd.port, passOn);
    const url = `ldap://127.0.0.1:${tap.port}`;
    const { dn, password } = slapd.accounts.rollcall;
    expect(await refusal({ urls: [url], startTls: true, bind: { kind: 'simple', dn, password } })).toEqual({
      kind: 'directory',
      message: `${url} does not offer StartTLS`,
      hint: 'Set up TLS on the server; or use ldaps://, where it listens for that.',
    });
    expect(tap.requests()).not.toContain(0x60);
    await Promise.all([tap.stop(), slapd.stop()]);
  });
});

describe('a server that is not there', () => {
  it('refuses the connection', async () => {
    const trap = await startTrap();
    await trap.stop();
    const url = `ldap://127.0.0.1:${trap.port}`;
    expect(await refusal({ urls: [url] })).toEqual({
      kind: 'directory',
      message: `cannot connect to ${url}: nothing listens there`,
      hint: 'Start the server, or correct directory.url.',
    });
  });

  it('has no name', async () => {
    const failure = await refusal({ urls: ['ldap://directory.invalid'] });
    // Without a name server at hand, nobody can know.
    expect(failure.message).toMatch(
      /^cannot connect to ldap:\/\/directory\.invalid: the (host name is not known|name server does not answer)$/,
    );
    expect(failure.hint).toMatch(/^(Correct the host in directory\.url, or|Check the network, then)/);
  });

  it('has no socket', async () => {
    const url = 'ldapi://%2Fnowhere%2Fldapi';
    expect(await refusal({ urls: [url], bind: { kind: 'external' } })).toEqual({
      kind: 'directory',
      message: `cannot connect to ${url}: there is no such socket`,
      hint: 'Correct the path in directory.url, or start the server.',
    });
  });

  it.each([
    ['ldap', false],
    ['ldap', true],
    ['ldaps', false],
  ])('never answers (%s, StartTLS %s): the wait ends by itself', async (scheme, startTls) => {
    const trap = await startTrap();
    const url = `${scheme}://127.0.0.1:${trap.port}`;
    expect(await refusal({ urls: [url], startTls, timeout: 1 })).toEqual({
      kind: 'directory',
      message: `cannot connect to ${url}: no answer in time`,
      hint: 'Check the network and the server; directory.timeout says how long to wait.',
    });
    expect(trap.connections()).toBe(1);
    await trap.stop();
  });
});

describe('before anything is sent, a failure says', () => {
  const bind = { kind: 'simple', dn: 'cn=rollcall,dc=example,dc=net', password: 'canary' } as const;

  it('that a password would go over the network unencrypted', async () => {
    const trap = await startTrap();
    const url = `ldap://0.0.0.0:${trap.port}`; // leads to this machine, and is no loopback name
    expect(await refusal({ urls: [url], bind })).toEqual({
      kind: 'input',
      message: `the password for ${bind.dn} would go to 0.0.0.0 unencrypted`,
      hint: 'Use ldaps:// or directory.tls.startTls: true.',
    });
    expect(trap.connections()).toBe(0);
    await refusal({ urls: [url], bind, plaintextPassword: 'allow', timeout: 1 });
    expect(trap.connections()).toBe(1);
    await trap.stop();
  });

  it.each(['ldap.example.net', '192.0.2.1', '127.example.net', 'localhost.example.net', '[2001:db8::1]'])(
    'the same of %s',
    async (host) => {
      const failure = await refusal({ urls: [`ldap://${host}`], bind });
      expect(failure.message).toBe(`the password for ${bind.dn} would go to ${host.replace(/[[\]]/g, '')} unencrypted`);
    },
  );

  it('that the password is empty', async () => {
    const trap = await startTrap();
    const empty = { ...bind, password: '' };
    expect(await refusal({ urls: [`ldap://127.0.0.1:${trap.port}`], bind: empty })).toEqual({
      kind: 'input',
      message: `the password for ${bind.dn} is empty`,
      hint: 'Servers take an empty password for an anonymous bind; give the real one.',
    });
    expect(trap.connections()).toBe(0);
    await trap.stop();
  });

  it.each([
    ['ldap://rollcall:canary@localhost', 'ldap://…@localhost'],
    ['ldaps://rollcall@localhost:636', 'ldaps://…@localhost:636'],
    ['ldap://rollcall:canary@localhost:port', 'ldap://…@localhost:port'],
    ['ldap://rollcall:can/ary@localhost', 'ldap://…@localhost'],
    ['ldap://localhost:99999', 'ldap://localhost:99999'],
    ['ldapi://%zz', 'ldapi://%zz'],
    ['http://localhost', 'http://localhost'],
  ])('that %s is not an LDAP URL, without credentials', async (url, shown) => {
    for (const who of [bind, { kind: 'anonymous' } as const]) {
      const failure = await refusal({ urls: [url], bind: who });
      expect(failure.kind).toBe('input');
      expect(failure.message).toBe(`directory.url is not an LDAP URL: ${shown}`);
      expect(failure.hint).toContain('credentials go under directory.bind');
    }
  });

  it.each(['ldap://localhost/dc=example,dc=net', 'ldap://localhost?x', 'ldap://localhost/#x'])(
    'that %s names more than a server',
    async (url) => {
      expect(await refusal({ urls: [url] })).toEqual({
        kind: 'input',
        message: `directory.url names more than a server: ${url}`,
        hint: 'Write the DN under directory.base and the filter under directory.filter.',
      });
    },
  );
});
