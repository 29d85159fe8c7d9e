import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src/ldap/filter.ts';
import { nisMailAlias, postfixBook } from '../../../src/ldap/profile.ts';
import type { PostfixFile } from '../../../src/model/postfix-config.ts';
import { postfixConfig } from '../../../src/plan/postfix/postfix-config.ts';
import type { PostfixChoice, PostfixSettings } from '../../../src/plan/postfix/postfix-settings.ts';
import { unwritable } from '../../../src/plan/postfix/unwritable.ts';

const settings: PostfixSettings = {
  urls: ['ldap://ldap.example.net'],
  base: 'ou=Groups,dc=example,dc=net',
  filter: filterOf('(objectClass=PostfixBookMailAccount)'),
  bind: { kind: 'anonymous' },
  startTls: false,
  ...{ ca: undefined, cert: undefined, key: undefined },
  profile: postfixBook,
  domains: [],
  expansionLimit: 1000,
  recipientDelimiter: '+',
};
const choice: PostfixChoice = { honourEnabled: false, bindDn: undefined };

function filterOf(text: string): PostfixSettings['filter'] {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.filter;
}

function valuesOf(file: PostfixFile | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((file?.parameters ?? []).map(({ name, value }) => [name, value]));
}

/** The parameters of the first map. */
function map(parts: Partial<PostfixSettings>, chosen: Partial<PostfixChoice> = {}): Readonly<Record<string, string>> {
  return valuesOf(postfixConfig({ ...settings, ...parts }, { ...choice, ...chosen }).maps[0]);
}

describe('the map of a group', () => {
  it('asks for the address among the entries that are groups', () => {
    expect(map({})).toEqual({
      server_host: 'ldap://ldap.example.net',
      version: '3',
      bind: 'no',
      search_base: 'ou=Groups,dc=example,dc=net',
      scope: 'sub',
      query_filter: '(&(objectClass=PostfixBookMailAccount)(mail=%s))',
      result_attribute: 'mailGroupMember',
      expansion_limit: '1000',
      size_limit: '1',
    });
  });

  it('asks for the switch when that is wanted', () => {
    expect(map({}, { honourEnabled: true })['query_filter']).toBe(
      '(&(objectClass=PostfixBookMailAccount)(mail=%s)(mailEnabled=TRUE))',
    );
  });

  it('has every condition of the settings in its filter, with nothing in it to fill in', () => {
    const filter = filterOf('(&(ou=100% x)(!(cn=%s))(l=a\\0ab))');
    expect(map({ filter })['query_filter']).toBe('(&(ou=100%% x)(!(cn=%%s))(l=a\\0Ab)(mail=%s))');
  });

  it('names several servers, and the socket that a bare ldapi means', () => {
    const urls = ['ldap://a:1389', 'ldapi://', 'ldapi://%2Frun%2Fx'];
    expect(map({ urls })['server_host']).toBe('ldap://a:1389 ldapi://%2Fvar%2Frun%2Fslapd%2Fldapi ldapi://%2Frun%2Fx');
  });

  it.each([
    ['StartTLS', { startTls: true }, { start_tls: 'yes' }],
    ['ldaps', { urls: ['LDAPS://a'] }, {}],
  ])('with %s checks the certificate, against an authority', (_name, parts, further) => {
    const tls = { tls_ca_cert_file: '/etc/ssl/certs/ca-certificates.crt', tls_require_cert: 'yes', ...further };
    expect(map(parts)).toMatchObject(tls);
    expect(map({ ...parts, ca: '/ca.pem', cert: '/c.pem', key: '/k.pem' })).toMatchObject({
      ...tls,
      ...{ tls_ca_cert_file: '/ca.pem', tls_cert: '/c.pem', tls_key: '/k.pem' },
    });
  });

  it('binds as the settings do or as the account that is named, and never with a password', () => {
    const simple = { bind: { kind: 'simple', dn: 'cn=rollcall' } } as const;
    const placeholder = 'PUT-THE-PASSWORD-HERE';
    expect(map(simple)).toMatchObject({ bind: 'yes', bind_dn: 'cn=rollcall', bind_pw: placeholder });
    expect(map(simple, { bindDn: 'cn=reader' })).toMatchObject({ bind_dn: 'cn=reader', bind_pw: placeholder });
    expect(map({}, { bindDn: 'cn=reader' })).toMatchObject({ bind: 'yes', bind_dn: 'cn=reader' });
    expect(map({ bind: { kind: 'external' } })).toMatchObject({ bind: 'sasl', sasl_mechs: 'EXTERNAL' });
  });

  it('writes DNs so that Postfix takes them as they are', () => {
    expect(map({ base: 'ou=50% \n,dc=x\\ ' })['search_base']).toBe('ou=50%% \\0A,dc=x\\20');
  });
});

describe('a directory that stores local parts', () => {
  const profile = { ...nisMailAlias, domain: 'example.net' };
  const filter = filterOf('(objectClass=nisMailAlias)');

  it('is asked about its one domain only', () => {
    const { maps, main } = postfixConfig({ ...settings, profile, filter, domains: ['example.net'] }, choice);
    expect(maps.map(valuesOf)).toMatchObject([
      { domain: 'example.net', query_filter: '(&(objectClass=nisMailAlias)(|(cn=%u)(cn=%s)))' },
    ]);
    expect(main.remarks.join('\n')).toContain('completed by myorigin, so that must be example.net');
  });

  it('gets a second map for the domains whose addresses are stored whole', () => {
    const domains = ['EXAMPLE.net', 'example.org', 'example.com'];
    const { maps, main } = postfixConfig({ ...settings, profile, filter, domains }, choice);
    expect(maps.map(({ name }) => name)).toEqual(['ldap-groups.cf', 'ldap-groups-other.cf']);
    expect(valuesOf(maps[1])).toMatchObject({
      domain: 'example.org example.com',
      query_filter: '(&(objectClass=nisMailAlias)(cn=%s))',
    });
    expect(valuesOf(main)['virtual_alias_maps']).toBe(
      'proxy:ldap:$config_directory/ldap-groups.cf, proxy:ldap:$config_directory/ldap-groups-other.cf',
    );
  });
});

describe('the lines for main.cf', () => {
  it('name the limit only where it is not the usual one', () => {
    const lines = (expansionLimit: number): Readonly<Record<string, string>> =>
      valuesOf(postfixConfig({ ...settings, expansionLimit }, choice).main);
    expect(Object.keys(lines(1000))).toEqual(['virtual_alias_maps', 'recipient_delimiter']);
    expect(lines(1001)).toMatchObject({ virtual_alias_expansion_limit: '1001' });
    expect(map({ expansionLimit: 1001 })).toMatchObject({ expansion_limit: '1001' });
  });

  it('say what it means when no domains are named', () => {
    const remarks = (domains: readonly string[]): string =>
      postfixConfig({ ...settings, domains }, choice).main.remarks.join('\n');
    expect(remarks([])).toContain('the directory is asked about every recipient in the world');
    expect(remarks(['example.net', 'example.org'])).toContain('must receive mail for example.net, example.org:');
  });
});

describe('a setting that would end its line', () => {
  it.each([
    ['result_attribute', { profile: { ...postfixBook, member: 'a\nbind_pw = b' } }],
    ['tls_ca_cert_file', { startTls: true, ca: '/a\nb' }],
    ['a remark', { profile: { ...postfixBook, enabled: { attribute: 'a', on: 'b', off: 'c\nd = e' } } }],
  ])('is found: %s', (where, parts) => {
    expect(unwritable(postfixConfig({ ...settings, ...parts }, choice))).toBe(where);
  });

  it('is not there usually', () => {
    expect(unwritable(postfixConfig(settings, choice))).toBeUndefined();
  });
});
