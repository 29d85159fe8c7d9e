import type { RetryLimits } from './patience.ts';

/** How to bind: by password, by what the connection proves (SASL EXTERNAL), or not at all. */
export type BindSettings =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'external' }
  | { readonly kind: 'simple'; readonly dn: string; readonly password: string };

/** Everything needed to open a connection to an LDAP server; file contents are read already. */
export interface ConnectionSettings {
  /** `ldap://host[:port]`, `ldaps://host[:port]` or `ldapi://` with a percent-encoded path; the first that answers is used. */
  readonly urls: readonly string[];
  readonly bind: BindSettings;
  readonly startTls: boolean;
  /** PEM of the certificate authorities to trust; undefined for the system's. */
  readonly ca: string | undefined;
  /** PEM of a client certificate and its key, for SASL EXTERNAL over TLS. */
  readonly clientCertificate: { readonly cert: string; readonly key: string } | undefined;
  /** Whether a password may go over an unencrypted connection to another machine. */
  readonly plaintextPassword: 'refuse' | 'allow';
  /** Seconds to wait for a connection and for each answer. */
  readonly timeout: number;
  /** How long to keep trying when nothing listens, the connection breaks, or the server is busy. */
  readonly retry: RetryLimits;
  /** Entries per page of a search. */
  readonly pageSize: number;
}
