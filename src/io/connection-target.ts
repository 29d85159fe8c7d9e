import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Failure } from '../model/failure.ts';
import type { ConnectionSettings } from './connection-settings.ts';

/** An LDAP URL taken apart for the client library. */
export interface ConnectionTarget {
  /** The URL the library is given; it knows no ldapi. */
  readonly clientUrl: string;
  readonly secure: boolean;
  /** The name that the certificate must be for; undefined over a local socket. */
  readonly host: string | undefined;
  /** The name to ask for in the TLS handshake; undefined when the host is an IP address. */
  readonly serverName: string | undefined;
  readonly socketPath: string | undefined;
}

/** Takes an `ldap://`, `ldaps://` or `ldapi://` URL apart. Anything else is a Failure. */
export function connectionTarget(url: string): ConnectionTarget {
  if (/^ldapi:\/\//i.test(url)) {
    const path = socketPathOf(url);
    const socketPath = path === '' ? '/var/run/slapd/ldapi' : path;
    return {
      clientUrl: 'ldap://localhost',
      secure: false,
      host: undefined,
      serverName: undefined,
      socketPath,
    };
  }
  const parsed = parse(url);
  if (parsed === undefined || parsed.username !== '' || parsed.password !== '') throw notAnUrl(url);
  if (!/^\/?$/.test(parsed.pathname + parsed.search + parsed.hash)) {
    throw new Failure(
      'input',
      `directory.url names more than a server: ${url}`,
      'Write the DN under directory.base and the filter under directory.filter.',
    );
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '') || 'localhost';
  return {
    clientUrl: `${parsed.protocol}//${parsed.host === '' ? 'localhost' : parsed.host}`,
    secure: parsed.protocol === 'ldaps:',
    host,
    serverName: isIP(host) === 0 ? host : undefined,
    socketPath: undefined,
  };
}

/** A URL as messages may show it: whatever stands before an `@` is left out. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/.*@/s, '//…@');
}

function notAnUrl(url: string): Failure {
  return new Failure(
    'input',
    `directory.url is not an LDAP URL: ${withoutCredentials(url)}`,
    'Write ldap://host, ldaps://host, ldapi://%2Fpath%2Fto%2Fsocket or the path of an LDIF file; credentials go under directory.bind.',
  );
}

function socketPathOf(url: string): string {
  try {
    return decodeURIComponent(url.slice('ldapi://'.length).replace(/\/+$/, ''));
  } catch {
    throw notAnUrl(url);
  }
}

function parse(url: string): URL | undefined {
  return /^ldaps?:\/\//i.test(url) && URL.canParse(url) ? new URL(url) : undefined;
}

/** What a TLS connection to the target asks for: a certificate for its name, verified, and at least TLS 1.2. */
export function tlsOptions({ ca, clientCertificate }: ConnectionSettings, target: ConnectionTarget): ConnectionOptions {
  const { host, serverName } = target;
  return {
    ...clientCertificate,
    ...(ca === undefined ? {} : { ca }),
    ...(host === undefined ? {} : { host }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  };
}

/** Refuses credentials that would be sent in the clear, and the empty password that many servers take for anonymous. */
export function checkCredentials(url: string, { bind, startTls, plaintextPassword }: ConnectionSettings): void {
  if (bind.kind !== 'simple') return;
  if (bind.password === '') {
    throw new Failure(
      'input',
      `the password for ${bind.dn} is empty`,
      'Servers take an empty password for an anonymous bind; give the real one.',
    );
  }
  const { secure, host, socketPath } = connectionTarget(url);
  const local = socketPath !== undefined || host === undefined || isLoopback(host);
  if (!secure && !startTls && !local && plaintextPassword === 'refuse') {
    throw new Failure(
      'input',
      `the password for ${bind.dn} would go to ${host} unencrypted`,
      'Use ldaps:// or directory.tls.startTls: true.',
    );
  }
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
