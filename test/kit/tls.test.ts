import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSlapd } from './slapd.ts';
import { type ServerCertificate, writeTlsFiles } from './tls.ts';

describe('the certificates of a test server', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tls-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('name this machine and come from the authority', async () => {
    const files = await writeTlsFiles(folder, 'good');
    const read = async (file: string): Promise<X509Certificate> => new X509Certificate(await readFile(file));
    const [ca, server, client] = [
      await read(files.ca),
      await read(files.serverCertificate),
      await read(files.clientCertificate),
    ];
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(server.checkIssued(ca) && server.verify(ca.publicKey)).toBe(true);
    expect(client.checkIssued(ca) && client.verify(ca.publicKey)).toBe(true);
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(['127.0.0.1', '::1'].map((address) => server.checkIP(address))).toEqual(['127.0.0.1', '::1']);
    expect(server.checkHost('elsewhere.example.net')).toBeUndefined();
    expect(client.subject).toBe('O=example\nCN=rollcall');
  });

  it.each<[ServerCertificate, string]>([
    ['good', 'trusted'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['other-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('a server with a certificate that is %s is %s', async (kind, verdict) => {
    const slapd = await startSlapd({ tls: kind });
    const ca = await readFile(slapd.tls?.ca ?? expect.unreachable());
    expect(await handshake(slapd.ldapsPort, ca)).toBe(verdict);
    await slapd.stop();
  });
});

/** What a strict client makes of the server: `trusted`, or the code of the error. */
function handshake(port: number, ca: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca }, () => {
      socket.destroy();
      resolve('trusted');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
