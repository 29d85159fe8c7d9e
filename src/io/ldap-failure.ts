import { isPassing, resultHint, resultName } from '../ldap/result-code.ts';
import { Failure } from '../model/failure.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { PassingFailure } from './patience.ts';

const network: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'Start the server, or correct directory.url.'],
  ENOTFOUND: ['the host name is not known', 'Correct the host in directory.url, or the name server.'],
  EAI_AGAIN: ['the name server does not answer', 'Check the network, then try again.'],
  ETIMEDOUT: ['no answer in time', 'Check the network and the firewall, then try again.'],
  EHOSTUNREACH: ['the host cannot be reached', 'Check the network and the firewall, then try again.'],
  ENETUNREACH: ['the network cannot be reached', 'Check the network, then try again.'],
  ECONNRESET: ['the server closed the connection', 'Look into the log of the server; ldaps:// wants the TLS port.'],
  EPIPE: ['the server closed the connection', 'Look into the log of the server.'],
  ENOENT: ['there is no such socket', 'Correct the path in directory.url, or start the server.'],
  EACCES: ['the socket may not be opened', 'Give this user the right to open the socket.'],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'Renew the certificate of the server.'],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', 'Check the clock here and the certificate of the server.'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its certificate is for another name',
    'Use a name from the certificate in directory.url, or renew the certificate.',
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is self-signed', 'Name the certificate in directory.tls.ca.'],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'its certificate comes from an authority that is not trusted here',
    'Name the CA certificate in directory.tls.ca.',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'its certificate comes from an authority that is not trusted here',
    'Name the CA certificate in directory.tls.ca.',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'its certificate comes from an authority that is not trusted here',
    'Name the CA certificate in directory.tls.ca.',
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: ['it does not speak TLS there', 'Use ldap:// (with startTls), or the port of ldaps.'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['it does not speak TLS there', 'Use ldap:// (with startTls), or the port of ldaps.'],
  ERR_OSSL_PEM_NO_START_LINE: [
    'directory.tls.cert or directory.tls.key is not PEM',
    'Name PEM files, which begin with a line of dashes and BEGIN.',
  ],
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: [
    'directory.tls.key is not the key of directory.tls.cert',
    'Name the two files of one pair.',
  ],
  NO_LDAP: ['what it sent is no LDAP', 'Check the port in directory.url; a TLS port wants ldaps://.'],
  MALFORMED: ['its answer cannot be understood', 'Look into the log of the server.'],
  TOO_LARGE: [
    'it announced a message of more than 256 MB',
    'Check directory.url, and look into the log of the server.',
  ],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: [
    'it speaks an old version of TLS only',
    'Switch on TLS 1.2 or newer on the server.',
  ],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ['it speaks an old version of TLS only', 'Switch on TLS 1.2 or newer on the server.'],
  EPROTO: ['TLS could not be agreed on', 'Check which TLS versions the server offers; at least 1.2 is needed.'],
};

/** A failure to reach the server or to agree on a connection with it. */
export function connectFailure(url: string, error: unknown): Failure {
  const code = codeOf(error);
  const known = network[code];
  const [what, hint] = known ?? fromLibrary(error);
  const kind = passing.has(code) || (known === undefined && isLoss(messageOf(error))) ? PassingFailure : Failure;
  return new kind('directory', `cannot connect to ${url}: ${what}`, hint, { cause: error });
}

/** Network errors that may be gone a moment later. */
const passing: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What was asked of the server when it said no. */
export type OpeningPhase = 'StartTLS' | 'bind';

/** The server refused StartTLS, which is final: nothing goes without it; or it refused the bind. */
export function openFailure(url: string, { bind }: ConnectionSettings, phase: OpeningPhase, code: number): Failure {
  if (phase === 'StartTLS') {
    const hint = 'Set up TLS on the server; or use ldaps://, where it listens for that.';
    const what = code === 2 ? 'does not offer StartTLS' : `refuses StartTLS with ${resultName(code)}`;
    return new Failure('directory', `${url} ${what}`, hint);
  }
  if (bind.kind === 'external' && code === 7) {
    const hint = 'Over ldapi:// the user counts, over TLS the client certificate: set directory.tls.cert and key.';
    return new Failure('directory', `${url} does not know us by this connection: SASL EXTERNAL is refused`, hint);
  }
  return refusedFailure(url, `bind as ${bind.kind === 'simple' ? bind.dn : bind.kind}`, code, '');
}

/** What the client library says about connections in its own words. */
function fromLibrary(error: unknown): readonly [what: string, hint: string] {
  const message = messageOf(error);
  if (isUnreadable(error)) {
    return [`its answer cannot be understood (${message})`, 'Look into the log of the server.'];
  }
  if (/timed out|timeout/i.test(message)) {
    return ['no answer in time', 'Check the network and the server; directory.timeout says how long to wait.'];
  }
  if (isLoss(message)) {
    return ['the server closed the connection', 'Look into the log of the server; a TLS port wants ldaps://.'];
  }
  return [message, 'Check directory.url, the network and the server.'];
}

function isLoss(message: string): boolean {
  return /^(connection closed|socket error|connection timeout)|timed out$/i.test(message);
}

/** The connection broke while something was asked; what became of it is not known. */
export function brokenFailure(url: string, doing: string, error: unknown): PassingFailure {
  const [what] = network[codeOf(error)] ?? fromLibrary(error);
  const message = `the connection to ${url} broke during ${doing}: ${what}`;
  return new PassingFailure(
    'directory',
    message,
    'Run the command again: it reads what is there and does what is left.',
    {
      cause: error,
    },
  );
}

/** The server answered with a result code that is a no to the whole run. */
export function refusedFailure(url: string, doing: string, code: number, diagnostic: string): Failure {
  const said = diagnostic.trim() === '' ? '' : `: ${diagnostic.trim()}`;
  const kind = isPassing(code) ? PassingFailure : Failure;
  return new kind('directory', `${doing} at ${url} failed with ${resultName(code)}${said}`, resultHint(code));
}

/** Whether the client library could not take an answer apart; it says which one. */
export function isUnreadable(error: unknown): boolean {
  return propertyOf(error, 'messageDetails') !== undefined;
}

/** The LDAP result code that an error of the client library carries; undefined for anything else. */
export function resultCodeOf(error: unknown): number | undefined {
  const code = propertyOf(error, 'code');
  return typeof code === 'number' ? code : undefined;
}

function codeOf(error: unknown): string {
  const code = propertyOf(error, 'code');
  if (typeof code === 'string') return code;
  const nested = propertyOf(error, 'errors');
  return Array.isArray(nested) && nested.length > 0 ? codeOf(nested[0]) : '';
}

function propertyOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

/** The first line of what an error says. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
}
