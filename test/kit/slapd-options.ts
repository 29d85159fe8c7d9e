import type { Accounts } from './accounts.ts';
import type { SlapdOptions } from './slapd.ts';
import { SUFFIX } from './slapd-conf.ts';
import { groupsBase } from './texts.ts';

/** Puts options together: lines and entries are appended, of everything else the last one counts. */
export function together(...all: readonly SlapdOptions[]): SlapdOptions {
  const lines = (name: 'globalLines' | 'firstLines' | 'databaseLines'): readonly string[] =>
    all.flatMap((options) => options[name] ?? []);
  const ldif = all.flatMap((options) => options.ldif ?? []).join('\n');
  return {
    ...Object.assign({}, ...all),
    globalLines: lines('globalLines'),
    firstLines: lines('firstLines'),
    databaseLines: lines('databaseLines'),
    ...(ldif === '' ? {} : { ldif }),
  };
}

/** A provider for `startReplica`. */
export const provider: SlapdOptions = {
  globalLines: ['moduleload syncprov'],
  databaseLines: ['overlay syncprov', 'syncprov-checkpoint 1 1'],
};

/** Makes the server obey `failing` entries. */
export const retcode: SlapdOptions = {
  globalLines: ['moduleload retcode'],
  databaseLines: ['overlay retcode', `retcode-parent "cn=nowhere,${SUFFIX}"`, 'retcode-indir'],
};

/** An LDIF change that makes one operation on a real entry fail with a code; others and other entries are as before. */
export function failing(dn: string, operation: 'modify' | 'delete' | 'search', code: number, text: string): string {
  const lines = ['add: objectClass', 'objectClass: errAuxObject', '-', 'add: errCode', `errCode: ${code}`, '-'];
  const more = ['add: errOp', `errOp: ${operation}`, '-', 'add: errText', `errText: ${text}`, ''];
  return [`dn: ${dn}`, 'changetype: modify', ...lines, ...more].join('\n');
}

/** No two entries may share a value of this attribute (slapo-unique): 19. */
export function unique(attribute: string): SlapdOptions {
  return {
    globalLines: ['moduleload unique'],
    databaseLines: ['overlay unique', `unique_uri ldap:///?${attribute}?sub`],
  };
}

/** Restricts an attribute (slapo-constraint), for example with `regex ^[^@]+@[^@]+$` or `count 3`: 19. */
export function constraint(attribute: string, rule: string): SlapdOptions {
  return {
    globalLines: ['moduleload constraint'],
    databaseLines: ['overlay constraint', `constraint_attribute ${attribute} ${rule}`],
  };
}

/** Limits for an account as in slapd.conf(5), such as `size=100`, `size.prtotal=100` or `time=1`. */
export function limits(account: keyof Accounts, rule: string): SlapdOptions {
  return { firstLines: [`limits dn.exact="${accountDn(account)}" ${rule}`] };
}

/** How many bytes a request may have after the bind, without its outer tag and length; the server hangs up on more. */
export function largestRequest(bytes: number): SlapdOptions {
  return { globalLines: [`sockbuf_max_incoming_auth ${bytes}`] };
}

/** What an account may do with an attribute; `entry` alone for the right to see entries in a search. */
export interface Access {
  readonly account: keyof Accounts;
  readonly level: 'none' | 'disclose' | 'compare' | 'search' | 'read' | 'write' | '=w';
  /** The attributes; the whole entry with all of its attributes when absent. */
  readonly attributes?: readonly string[];
  /** The entries; all below the groups' base when absent. */
  readonly dns?: readonly string[];
}

/** Access rules that come before the usual ones. Everybody else reads as usual. */
export function access({ account, level, attributes, dns }: Access): SlapdOptions {
  const places = dns?.map((dn) => `dn.exact="${dn}"`) ?? [`dn.children="${groupsBase}"`];
  const what = attributes === undefined ? '' : ` attrs=${attributes.join(',')}`;
  const who = `by dn.exact="${accountDn(account)}" ${level} by * read`;
  return { firstLines: places.map((place) => `access to ${place}${what} ${who}`) };
}

/** Locks an account out after this many wrong passwords (slapo-ppolicy); then even the right one is refused with 49. */
export function lockOut(failures: number): SlapdOptions {
  const dn = `cn=policy,${SUFFIX}`;
  const policy = ['pwdAttribute: userPassword', 'pwdLockout: TRUE', `pwdMaxFailure: ${failures}`];
  return {
    globalLines: ['moduleload ppolicy'],
    databaseLines: ['overlay ppolicy', `ppolicy_default "${dn}"`],
    ldif: [`dn: ${dn}`, 'objectClass: organizationalRole', 'objectClass: pwdPolicy', 'cn: policy', ...policy, ''].join(
      '\n',
    ),
  };
}

/** The DN of an account; the same in every test server. */
export function accountDn(account: keyof Accounts): string {
  return `cn=${account},${SUFFIX}`;
}
