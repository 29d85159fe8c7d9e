import { join, resolve } from 'node:path';
import { type Accounts, hashPassword } from './accounts.ts';
import type { OpenLdap } from './openldap.ts';
import type { TlsFiles } from './tls.ts';

/** The suffix of every test server. */
export const SUFFIX = 'dc=example,dc=net';

/** What a server's configuration is made from. */
export interface SlapdConf {
  readonly openLdap: OpenLdap;
  readonly folder: string;
  readonly accounts: Accounts;
  readonly tls: TlsFiles | undefined;
  /** Whether every write is recorded in `auditFile(folder)`. */
  readonly auditlog: boolean;
  /** Further lines before the database, such as `moduleload unique`. */
  readonly globalLines: readonly string[];
  /** Limits and access rules that come before the usual ones: the first that fits is the one that counts. */
  readonly firstLines: readonly string[];
  /** Further lines at the end of the database, such as `overlay unique`. */
  readonly databaseLines: readonly string[];
}

/** Where slapo-auditlog writes. */
export function auditFile(folder: string): string {
  return join(folder, 'audit.ldif');
}

/** The text of a slapd.conf(5). */
export function slapdConf(conf: SlapdConf): string {
  const { openLdap, folder, auditlog } = conf;
  const own = resolve(import.meta.dirname, '../fixtures/postfix-book.schema');
  const standard = ['core', 'cosine', 'inetorgperson', 'misc'].map((name) => join(openLdap.schema, `${name}.schema`));
  return [
    ...[...standard, own].map((file) => `include "${file}"`),
    `pidfile "${join(folder, 'slapd.pid')}"`,
    `modulepath "${openLdap.modules}"`,
    'moduleload back_mdb',
    ...(auditlog ? ['moduleload auditlog'] : []),
    'loglevel 0',
    ...tlsLines(conf.tls),
    ...identityLines(conf.accounts),
    ...conf.globalLines,
    ...databaseLines(conf),
    ...conf.databaseLines,
    ...(auditlog ? ['overlay auditlog', `auditlog "${auditFile(folder)}"`] : []),
    '',
  ].join('\n');
}

function tlsLines(tls: TlsFiles | undefined): readonly string[] {
  if (tls === undefined) return [];
  return [
    `TLSCACertificateFile "${tls.ca}"`,
    `TLSCertificateFile "${tls.serverCertificate}"`,
    `TLSCertificateKeyFile "${tls.serverKey}"`,
    'TLSVerifyClient try',
  ];
}

/** Who is the service account without a password: this user over the socket, and the client certificate over TLS. */
function identityLines({ rollcall }: Accounts): readonly string[] {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  return [
    // slapd.conf eats a backslash, so the plus sign stands in brackets
    `authz-regexp "gidNumber=${gid}[+]uidNumber=${uid},cn=peercred,cn=external,cn=auth" "${rollcall.dn}"`,
    `authz-regexp "cn=rollcall,o=example" "${rollcall.dn}"`,
  ];
}

function databaseLines({ folder, accounts, firstLines }: SlapdConf): readonly string[] {
  const writable = ['ou=Groups', 'ou=Aliases'].map((unit) => `${unit},ou=Mail,${SUFFIX}`);
  const unlimited = [accounts.rollcall, accounts.reader];
  return [
    'database mdb',
    `suffix "${SUFFIX}"`,
    `rootdn "${accounts.admin.dn}"`,
    `rootpw "${hashPassword(accounts.admin.password)}"`,
    `directory "${join(folder, 'db')}"`,
    'maxsize 4294967296',
    'dbnosync',
    'index objectClass eq',
    'index mail eq,sub',
    'index entryCSN,entryUUID eq',
    ...firstLines,
    ...unlimited.map(({ dn }) => `limits dn.exact="${dn}" size=unlimited time=unlimited`),
    'access to attrs=userPassword by anonymous auth by * none',
    ...writable.map((dn) => `access to dn.subtree="${dn}" by dn.exact="${accounts.rollcall.dn}" write by * read`),
    'access to * by * read',
  ];
}
