import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupsBase, manifest } from '../kit/texts.ts';
import { type ServerCertificate, writeTlsFiles } from '../kit/tls.ts';
import { startTlsTerminator, type TerminatorOptions, type TlsTerminator } from '../kit/tls-terminator.ts';
import { type CommandResult, makeWorkspace, type Workspace } from '../kit/workspace.ts';

const password = 'canary-4f1e"0\\ü%&';
let folder: string;
let workspace: Workspace;
let server: TlsTerminator;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
});
afterEach(async () => {
  workspace.end();
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** Everything that people set to switch verification off, or to allow old versions. */
const careless = {
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0',
  NODE_NO_WARNINGS: '1',
};

/** Runs an apply against a server with such a certificate. */
async function apply(kind: ServerCertificate, options: TerminatorOptions): Promise<CommandResult> {
  const tls = await writeTlsFiles(folder, kind);
  server = await startTlsTerminator(tls, options);
  const startTls = options.scheme !== 'ldaps';
  const directory = [
    `  url: ${startTls ? 'ldap' : 'ldaps'}://localhost:${server.port}`,
    `  base: ${groupsBase}`,
    '  bind: { dn: "cn=rollcall,dc=example,dc=net" }',
    `  tls: { ca: ${tls.ca}, startTls: ${startTls} }`,
    '  timeout: 1',
  ];
  const files = {
    'rollcall.yaml': `directory:\n${directory.join('\n')}\n`,
    'groups/hq.yaml': manifest('hq@example.net', ['ann@example.net']),
  };
  workspace = makeWorkspace(files, [password]);
  return workspace.run(['apply', '--yes'], { variables: { ...careless, ROLLCALL_BIND_PASSWORD: password } });
}

const bindTag = 0x60;

describe.each(['ldaps', 'startTls'] as const)('over %s, whatever Node.js was told', (scheme) => {
  it('a good server gets the password, and through TLS only', async () => {
    const { code } = await apply('good', { scheme, versions: 'all' });
    expect(code).toBe(4); // it never answers
    expect(server.secret().includes(password)).toBe(true);
    expect(server.plain()).not.toContain(bindTag);
  });

  it.each<readonly [ServerCertificate, string]>([
    ['expired', 'its certificate has expired'],
    ['not-yet-valid', 'its certificate is not valid yet'],
    ['wrong-host', 'its certificate is for another name'],
    ['other-authority', 'its certificate comes from an authority that is not trusted here'],
  ])('a server whose certificate is %s gets nothing but the handshake', async (kind, words) => {
    const { code, stderr } = await apply(kind, { scheme, versions: 'all' });
    expect(code, stderr).toBe(4);
    expect(stderr).toContain(`cannot connect to ${scheme === 'ldaps' ? 'ldaps' : 'ldap'}://localhost:`);
    expect(stderr).toContain(words);
    expect(server.handshakes()).toBe(1);
    expect(server.secret()).toHaveLength(0);
    expect(server.plain()).not.toContain(bindTag);
  });

  it('a server that speaks TLS 1.1 only gets nothing but the handshake', async () => {
    const { code, stderr } = await apply('good', { scheme, versions: 'TLSv1.1' });
    expect(code, stderr).toBe(4);
    expect(stderr).toMatch(/^rollcall: cannot connect to ldaps?:.*an old version of TLS only\n/);
    expect(server.handshakes()).toBe(1);
    expect(server.secret()).toHaveLength(0);
    expect(server.plain()).not.toContain(bindTag);
  });
});

describe('a server that refuses StartTLS', () => {
  it('is asked for nothing else', async () => {
    const { code, stderr } = await apply('good', { scheme: 'refused startTls', versions: 'all' });
    expect(code, stderr).toBe(4);
    expect(server.plain().filter((tag) => tag !== 0x42)).toEqual([0x77]);
    expect(server.handshakes()).toBe(0);
  });
});
