import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Credential, makeCredential } from './x509.ts';

/**
 * What is right or wrong with a server's certificate: `good` names localhost, 127.0.0.1 and ::1; `expired` ended
 * yesterday; `not-yet-valid` begins tomorrow; `wrong-host` names another host; `other-authority` is signed by one that `ca` does not hold.
 */
export type ServerCertificate = 'good' | 'expired' | 'not-yet-valid' | 'wrong-host' | 'other-authority';

/** PEM files for one test server. */
export interface TlsFiles {
  /** The authority that clients are told to trust. */
  readonly ca: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  /** A client certificate for `CN=rollcall,O=example`, which the test server maps to its service account. */
  readonly clientCertificate: string;
  readonly clientKey: string;
}

const DAY = 86_400_000;
const LOOPBACK = [Buffer.from([127, 0, 0, 1]), Buffer.from([...new Array<number>(15).fill(0), 1])];

/** Makes an authority, a server certificate of the kind asked for and a client certificate, as files in `folder`. */
export async function writeTlsFiles(folder: string, kind: ServerCertificate): Promise<TlsFiles> {
  const authority = makeAuthority('test authority');
  const server = makeServer(kind, kind === 'other-authority' ? makeAuthority('another authority') : authority);
  const client = makeCredential({ commonName: 'rollcall', ...common(DAY), use: { kind: 'client' } }, authority);
  const save = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  return {
    ca: await save('ca.pem', authority.certificate),
    serverCertificate: await save('server.pem', server.certificate),
    serverKey: await save('server.key', server.privateKey),
    clientCertificate: await save('client.pem', client.certificate),
    clientKey: await save('client.key', client.privateKey),
  };
}

function makeAuthority(commonName: string): Credential {
  return makeCredential({ commonName, ...common(DAY), use: { kind: 'authority' } }, undefined);
}

function makeServer(kind: ServerCertificate, authority: Credential): Credential {
  const wrongHost = kind === 'wrong-host';
  const hosts = [wrongHost ? 'elsewhere.example.net' : 'localhost'];
  const use = { kind: 'server', hosts, addresses: wrongHost ? [] : LOOPBACK } as const;
  const validity = common(kind === 'expired' ? -DAY : 3 * DAY);
  const later = { ...validity, notBefore: new Date(Date.now() + DAY) };
  return makeCredential({ commonName: 'slapd', ...(kind === 'not-yet-valid' ? later : validity), use }, authority);
}

function common(lifetime: number): {
  readonly organization: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
} {
  const now = Date.now();
  return { organization: 'example', notBefore: new Date(now - 10 * DAY), notAfter: new Date(now + lifetime) };
}
