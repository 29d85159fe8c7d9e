import { afterEach, describe, expect, it } from 'vitest';
import { startFakeServer } from '../kit/bad-servers.ts';
import { type Action, afterPassing, close, drop, replace, reset } from '../kit/fault-actions.ts';
import type { FaultMessage } from '../kit/fault-message.ts';
import { type FaultProxy, startFaultProxy } from '../kit/fault-proxy.ts';
import { ldapMessage, resultResponse } from '../kit/ldap-message.ts';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import type { ServerCertificate } from '../kit/tls.ts';
import type { CommandResult } from '../kit/workspace.ts';
import { shortPatience } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

const hq = 'hq@example.net';
const startTls = '1.3.6.1.4.1.1466.20037';
let stage: ServerStage;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await stage?.end();
});

async function open(tls: ServerCertificate | 'none'): Promise<Laws> {
  stage = await openServerStage({
    slapd: { tls },
    entries: [groupLdif(hq, ['ann@example.net', 'bob@example.net'])],
    manifests: { 'hq.yaml': manifest(hq, ['ann@example.net', 'new@example.net']) },
  });
  return lawsOf(stage);
}

async function proxyTo(port: number): Promise<FaultProxy> {
  const proxy = await startFaultProxy(port);
  ends.push(proxy.stop);
  return proxy;
}

function apply(urls: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  const { tls } = stage.slapd;
  return stage.workspace.run(['apply', '--yes'], {
    variables: {
      ...shortPatience,
      ROLLCALL_TIMEOUT: '1',
      ROLLCALL_URL: urls.join(' '),
      ...(tls === undefined ? {} : { ROLLCALL_CA: tls.ca }),
      ...variables,
    },
  });
}

const upgraded = { ROLLCALL_START_TLS: 'true' };

/** Nothing was planned, said in one message with a hint, and no bind went over the line unencrypted. */
async function expectRefused(law: Laws, result: CommandResult, ...proxies: readonly FaultProxy[]): Promise<string> {
  expect(result, result.stderr).toMatchObject({ code: 4, stdout: '' });
  expect(result.stderr).toMatch(/^rollcall: .+\n {2}hint: .+\n$/);
  for (const proxy of proxies) expect(proxy.count({ kind: 'bind' })).toBe(0);
  expect(await law.hold(result)).toEqual([]);
  return result.stderr;
}

describe('row 34: a certificate that is', () => {
  it.each<readonly [ServerCertificate, words: string, hint: string]>([
    ['expired', 'has expired', 'Renew the certificate'],
    ['not-yet-valid', 'is not valid yet', 'Check the clock'],
    ['wrong-host', 'is for another name', 'Use a name from the certificate'],
    ['other-authority', 'comes from an authority that is not trusted here', 'directory.tls.ca'],
  ])('%s is looked at once, and no other server is asked instead', async (kind, words, hint) => {
    const law = await open(kind);
    const [plain, secure] = [await proxyTo(stage.slapd.port), await proxyTo(stage.slapd.ldapsPort)];
    const other = await proxyTo(stage.slapd.port);
    const byLdaps = await apply([`ldaps://127.0.0.1:${secure.port}`, `ldaps://127.0.0.1:${other.port}`]);
    const byUpgrade = await apply([plain.url, other.url], upgraded);
    for (const result of [byLdaps, byUpgrade]) {
      const stderr = await expectRefused(law, result, plain, secure, other);
      expect(stderr).toContain(`its certificate ${words}`);
      expect(stderr).toContain(hint);
    }
    expect([plain.connections(), secure.connections(), other.connections()]).toEqual([1, 1, 0]);
    expect(plain.seen({ kind: 'extended' })).toMatchObject([{ oid: startTls }]);
  });
});

describe('row 34: a server that speaks', () => {
  it('no TLS behind ldaps:// gets no password', async () => {
    const law = await open('none');
    const proxy = await proxyTo(stage.slapd.port);
    const stderr = await expectRefused(law, await apply([`ldaps://127.0.0.1:${proxy.port}`]), proxy);
    expect(stderr).toContain('ldaps:// wants the TLS port');
    expect(proxy.connections()).toBeLessThanOrEqual(3);
    await law.converges();
  });

  it('LDAP in the clear at once behind ldaps:// gets no password', async () => {
    const law = await open('none');
    const proxy = await proxyTo(stage.slapd.port);
    const greeting = ldapMessage(0, resultResponse(0x78, { code: 52 }));
    proxy.when({ kind: 'opaque' }, ({ back }) => back(greeting));
    const stderr = await expectRefused(law, await apply([`ldaps://127.0.0.1:${proxy.port}`]), proxy);
    expect(stderr).toContain('it does not speak TLS there');
    expect(proxy.connections()).toBe(1);
  });

  it('TLS alone behind ldap:// is no LDAP server', async () => {
    const law = await open('good');
    const server = await startFakeServer(Buffer.from('15030300020246', 'hex'));
    ends.push(server.stop);
    const stderr = await expectRefused(law, await apply([server.url]));
    expect(stderr).toContain('a TLS port wants ldaps://');
    expect(server.connections()).toBe(1);
  });
});

describe('row 34: StartTLS', () => {
  it.each([
    [2, 'does not offer StartTLS'],
    [53, 'unwillingToPerform (53)'],
    [52, 'unavailable (52)'],
    [1, 'operationsError (1)'],
  ])('refused with %d is asked for once, and nothing goes unencrypted', async (code, words) => {
    const law = await open('none');
    const proxy = await proxyTo(stage.slapd.port);
    proxy.when({ kind: 'extended' }, ({ message, back }) =>
      back(ldapMessage(message.id, resultResponse(0x78, { code }))),
    );
    const stderr = await expectRefused(law, await apply([proxy.url], upgraded), proxy);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('bind as');
    expect(proxy.connections()).toBe(1);
  });

  it('not offered by a real server: it says so', async () => {
    const law = await open('none');
    const proxy = await proxyTo(stage.slapd.port);
    const stderr = await expectRefused(law, await apply([proxy.url], upgraded), proxy);
    expect(stderr).toContain('does not offer StartTLS');
    expect(proxy.connections()).toBe(1);
    await law.converges();
  });

  it('followed by something unencrypted is not trusted', async () => {
    const law = await open('good');
    const beginning = ldapMessage(2, resultResponse(0x61, { code: 0 })).subarray(0, 6);
    for (const behind of [ldapMessage(2, resultResponse(0x61, { code: 0 })), beginning]) {
      const proxy = await proxyTo(stage.slapd.port);
      proxy.when(
        { kind: 'extendedResult', nth: 1 },
        replace((_, bytes) => Buffer.concat([bytes, behind])),
      );
      const stderr = await expectRefused(law, await apply([proxy.url], upgraded), proxy);
      expect(stderr).toContain('sent something unencrypted behind its answer to StartTLS');
      expect(proxy.connections()).toBe(1);
    }
  });

  it.each<readonly [string, Action, words: string]>([
    ['says nothing any more', drop, 'no answer in time'],
    ['closes', close, 'the server closed the connection'],
    ['breaks (RST)', reset, 'the server closed the connection'],
    [
      'answers with nonsense',
      ({ back }): void => back(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'it does not speak TLS',
    ],
  ])('then a server that %s in the handshake ends in time', async (_, action, words) => {
    const law = await open('good');
    const proxy = await proxyTo(stage.slapd.port);
    proxy.when({ kind: 'opaque', where: ({ direction }) => direction === 'request' }, action);
    const started = performance.now();
    const stderr = await expectRefused(law, await apply([proxy.url], upgraded), proxy);
    expect(stderr).toContain(words);
    expect(performance.now() - started).toBeLessThan(8000);
    expect(proxy.connections()).toBeLessThanOrEqual(3);
    proxy.clear();
    await law.converges();
  });

  it('then the next server is asked when the handshake never ends', async () => {
    const law = await open('good');
    const [first, second] = [await proxyTo(stage.slapd.port), await proxyTo(stage.slapd.port)];
    first.when({ kind: 'opaque', where: ({ direction }) => direction === 'request' }, drop);
    const result = await apply([first.url, second.url], upgraded);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(second.count({ kind: 'bind' })).toBe(0);
    expect(await law.hold(result)).toHaveLength(1);
  });

  it('broken in the middle of a run: bound anew under TLS', async () => {
    const law = await open('good');
    const proxy = await proxyTo(stage.slapd.port);
    const isAnswer = ({ direction }: FaultMessage): boolean => direction === 'response';
    const rule = proxy.when({ kind: 'opaque', where: isAnswer, nth: 6 }, afterPassing(reset));
    const result = await apply([proxy.url], upgraded);
    expect(rule.hits()).toBe(1);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(proxy.count({ kind: 'bind' })).toBe(0);
    expect(proxy.seen({ kind: 'extended' }).map(({ oid }) => oid)).toEqual([startTls, startTls]);
    expect(await law.hold(result)).toHaveLength(1);
    await law.converges();
  });
});
