import { equals } from '../../../src/ldap/filter.ts';
import { postfixBook } from '../../../src/ldap/profile.ts';
import type { CheckName, Finding } from '../../../src/model/diagnosis.ts';
import type { CurrentGroup } from '../../../src/model/group.ts';
import { diagnose } from '../../../src/plan/doctor/diagnose.ts';
import type {
  Attempt,
  ConnectionFacts,
  DoctorFacts,
  FailedAttempt,
  InputFacts,
  RootDse,
  SettingsFacts,
} from '../../../src/plan/doctor/facts.ts';
import { sampleSchema } from '../../ldap/schema-lines.ts';

const base = 'ou=Groups,ou=Mail,dc=example,dc=net';

/** Settings of a usual repository. */
export const settings: SettingsFacts = {
  url: 'ldaps://ldap.example.net',
  urls: ['ldaps://ldap.example.net'],
  base,
  filter: equals('objectClass', 'PostfixBookMailAccount'),
  isFile: false,
  allowedServers: undefined,
  bind: { kind: 'simple', dn: 'cn=rollcall,dc=example,dc=net' },
  profile: { ...postfixBook, allowedAttributes: ['cn', 'sn', 'mailUidNumber'] },
  defaults: {},
  prune: 'declared',
  domains: ['example.net'],
  expansionLimit: 1000,
  recipientDelimiter: '+',
  accountsBase: undefined,
};

/** Inputs without any trouble. */
export const inputs: InputFacts = {
  settings,
  manifests: 2,
  errors: 0,
  warnings: 0,
  largest: undefined,
  unread: undefined,
};

/** A connection with TLS whose certificate is valid for 90 days from `now`. */
export const connection: ConnectionFacts = {
  url: 'ldaps://ldap.example.net',
  passedOver: [],
  reach: 'network',
  tls: {
    ...{ protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', subject: 'ldap.example.net', issuer: 'Example CA' },
    validUntil: new Date('2027-02-20T00:00:00Z'),
  },
};

/** An OpenLDAP server with all that Rollcall can use. */
export const rootDse: RootDse = {
  kind: 'openldap',
  vendor: undefined,
  controls: new Set(['1.2.840.113556.1.4.319', '1.3.6.1.1.12', '1.3.6.1.1.13.1', '1.3.6.1.1.13.2']),
  extensions: new Set(['1.3.6.1.4.1.4203.1.11.3', '1.3.6.1.4.1.1466.20037', '1.3.6.1.1.21.1']),
};

/** Facts of a directory where all is well, with some of them replaced. */
export function facts(parts: Partial<DoctorFacts> = {}): DoctorFacts {
  const groups = [group('hq@example.net', ['ann@example.net']), group('ops@example.net', ['bob@example.net'])];
  return {
    now: Date.parse('2026-11-22T00:00:00Z'),
    inputs,
    connection: is(connection),
    identity: is('dn:cn=rollcall,dc=example,dc=net'),
    rootDse: is(rootDse),
    base: is('exists'),
    schema: is(sampleSchema()),
    groups: is({ groups, problems: [] }),
    accounts: { kind: 'skipped' },
    unpaged: is({ code: 0, entries: 2 }),
    hidden: is([]),
    requestLimit: is({ ours: 16_000_000, servers: undefined }),
    writes: (['add', 'modify'] as const).map((write) => ({ write, dn: base, result: is({ kind: 'would succeed' }) })),
    queries: [],
    postfix: { kind: 'skipped' },
    ...parts,
  };
}

/** A fact that is known. */
export function is<Fact>(fact: Fact): Attempt<Fact> {
  return { kind: 'known', fact };
}

/** A no of the directory. */
export function no(message: string): FailedAttempt {
  return { kind: 'failed', blame: 'directory', message, hint: `About ${message}.` };
}

/** A group with further attributes of its entry. */
export function group(
  address: string,
  members: readonly string[],
  identifiers: readonly string[] = ['entryUUID', 'entryCSN'],
): CurrentGroup {
  const dn = `mail=${address},${base}`;
  const attributes = [{ name: 'mail', values: [address] }, ...identifiers.map((name) => ({ name, values: ['1'] }))];
  return { dn, address, addresses: [address], members, entry: { dn, attributes } };
}

/** What one check finds. */
export function found(check: CheckName, given: DoctorFacts): readonly Finding[] {
  return diagnose(given).checks.find((one) => one.check === check)?.findings ?? [];
}

/** The findings of one check as `state: message`. */
export function lines(check: CheckName, given: DoctorFacts): readonly string[] {
  return found(check, given).map(({ state, message }) => `${state}: ${message}`);
}
