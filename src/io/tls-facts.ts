import type { TLSSocket } from 'node:tls';

/** What a TLS connection was agreed on, and how long its certificate is good for. */
export interface TlsFacts {
  /** As in `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  /** Common names of the server's certificate and of who signed it; empty when there is none. */
  readonly subject: string;
  readonly issuer: string;
  readonly validUntil: Date;
}

/** Looks at a TLS connection. */
export function tlsFactsOf(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validUntil: new Date(certificate.valid_to),
  };
}

function nameOf(name: { readonly CN?: string | string[] } | undefined): string {
  const common = name?.CN ?? '';
  return typeof common === 'string' ? common : common.join(' ');
}
