import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPostfix } from '../../../src/io/postfix-facts.ts';
import { equals } from '../../../src/ldap/filter.ts';
import { nisMailAlias } from '../../../src/ldap/profile.ts';
import type { CheckName } from '../../../src/model/diagnosis.ts';
import { diagnose } from '../../../src/plan/doctor/diagnose.ts';
import type { SettingsFacts } from '../../../src/plan/doctor/facts.ts';
import type { PostfixFacts } from '../../../src/plan/doctor/postfix-facts.ts';
import { postfixConfig } from '../../../src/plan/postfix/postfix-config.ts';
import { postfixFileText } from '../../../src/report/postfix-text.ts';
import { facts, found, group, inputs, is, lines, settings } from './facts.ts';

const config = postfixConfig(
  { ...settings, startTls: false, ca: undefined, cert: undefined, key: undefined },
  { honourEnabled: true, bindDn: 'cn=postfix,dc=example,dc=net' },
);
const good = {
  main: postfixFileText(config.main),
  map: config.maps.map(postfixFileText).join('').replace('PUT-THE-PASSWORD-HERE', 'secret'),
};

/** What a folder with a `main.cf` and an `ldap-groups.cf` says. */
function read(main: string, map: string, mode = 0o640): PostfixFacts {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-postfix-'));
  try {
    writeFileSync(join(folder, 'main.cf'), main);
    writeFileSync(join(folder, 'ldap-groups.cf'), map);
    chmodSync(join(folder, 'ldap-groups.cf'), mode);
    return readPostfix({ path: folder, shown: 'etc' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Case {
  readonly main?: string;
  /** Lines that replace those of the same parameter in the good map, or come after it. */
  readonly map?: readonly string[];
  readonly mode?: number;
  readonly settings?: Partial<SettingsFacts>;
}

/** The findings of a check about the good configuration with some of it replaced; `ok` ones are left out. */
function trouble(check: CheckName, given: Case): readonly string[] {
  return lines(check, factsOf(given)).filter((line) => !line.startsWith('ok: '));
}

function factsOf({ main = good.main, map = [], mode, settings: parts = {} }: Case): ReturnType<typeof facts> {
  const text = map.reduce((before, line) => {
    const own = new RegExp(`^${line.split(' ')[0]} = .*\\n`, 'm');
    return own.test(before) ? before.replace(own, () => `${line}\n`) : `${before}${line}\n`;
  }, good.map);
  const postfix = is(read(main, text, mode));
  return facts({
    postfix,
    groups: is({ groups: [], problems: [] }),
    inputs: { ...inputs, settings: { ...settings, ...parts } },
  });
}

const postfixChecks: readonly CheckName[] = ['postfix', 'map-access', 'map-lookup', 'map-result', 'expansion'];

describe('the configuration that Rollcall prints', () => {
  it('has nothing wrong with it', () => {
    for (const check of postfixChecks) {
      expect(trouble(check, {}).filter((line) => !line.startsWith('note: '))).toEqual([]);
      expect(lines(check, factsOf({}))).not.toEqual([]);
    }
  });

  it('still lacks its password', () => {
    expect(trouble('map-access', { map: ['bind_pw = PUT-THE-PASSWORD-HERE'] })).toEqual([
      'error: etc/ldap-groups.cf: bind_pw is still PUT-THE-PASSWORD-HERE',
    ]);
  });

  it('is not looked at when nobody asks', () => {
    const checks = diagnose(facts()).checks.map(({ check }) => check);
    expect(checks).toHaveLength(13);
    for (const check of postfixChecks) expect(checks).not.toContain(check);
  });
});

describe('the check of main.cf', () => {
  it.each([
    ['no maps', 'a = b\n', /^error: virtual_alias_maps is empty in etc\/main\.cf: no group gets mail$/],
    ['maps of another kind', 'virtual_alias_maps = hash:/etc/postfix/virtual\n', /^error: none of the maps .* hash:/],
    ['a map that is not there', 'virtual_alias_maps = ldap:/etc/postfix/x.cf\n', /^error: ldap:.*x\.cf cannot be read/],
    ['a line without a sign', `${good.main}oops\n`, /^error: etc\/main\.cf has lines that set nothing: \d+$/],
    ['a line twice', `${good.main}a = 1\na = 2\n`, /^warning: etc\/main\.cf sets more than once: a;/],
    [
      'a name without a value',
      good.main.replace('= proxy:', '= $mine, proxy:'),
      /^note: virtual_alias_maps or its limit names mine/,
    ],
  ])('finds %s', (_name, main, message) => {
    expect(trouble('postfix', { main })[0]).toMatch(message);
  });

  it('follows names, continuation lines and comments to the map', () => {
    const main = `mine = ldap:\${config_directory}/ldap-groups.cf
virtual_alias_maps = hash:/etc/postfix/virtual
# the groups
   ,proxy:$mine
`;
    expect(lines('postfix', factsOf({ main }))).toEqual([
      'ok: groups are looked up in proxy:ldap:/etc/postfix/ldap-groups.cf',
    ]);
  });

  it('finds the groups inside of a unionmap', () => {
    const main = 'virtual_alias_maps = unionmap:{hash:/x, ldap:/etc/postfix/ldap-groups.cf}\n';
    expect(lines('postfix', factsOf({ main }))).toEqual([
      'ok: groups are looked up in ldap:/etc/postfix/ldap-groups.cf',
    ]);
  });

  it('warns of groups before mailboxes, and of a map before them that may answer for everything', () => {
    const groups = 'ldap:/etc/postfix/ldap-groups.cf';
    const users = 'users_server_host = localhost\nusers_result_attribute = mail\n';
    const maps = (list: string): readonly string[] =>
      trouble('postfix', { main: `${users}virtual_alias_maps = ${list}\n` });
    expect(maps(`ldap:users ${groups} regexp:/all`)).toEqual([]);
    expect(maps(`${groups} ldap:users`)).toEqual([
      'warning: groups are looked up before ldap:users: a group takes the mail of an address that is there too',
    ]);
    expect(maps(`regexp:/all ${groups}`)).toEqual([
      'note: regexp:/all stands before the groups, and may answer for their addresses',
    ]);
  });

  it('warns of groups in alias_maps, where members may be commands', () => {
    const main = `${good.main}alias_maps = hash:/etc/aliases, ldap:/etc/postfix/ldap-groups.cf\n`;
    expect(trouble('postfix', { main })[0]).toMatch(/^warning: .* is in alias_maps too/);
  });

  it('says what it could not read', () => {
    const given = facts({ postfix: { kind: 'failed', blame: 'input', message: 'there is no file', hint: 'Name it.' } });
    expect(lines('postfix', given)).toEqual(['error: there is no file']);
  });
});

describe('the check of access', () => {
  it.each<readonly [string, Case, RegExp]>([
    [
      'another server',
      { map: ['server_host = ldaps://replica'] },
      /^note: .* asks ldaps:\/\/replica, and Rollcall writes/,
    ],
    ['no encryption', { map: ['server_host = ldap.example.net:389'] }, /^warning: .*: not encrypted/],
    ['start_tls with ldaps', { map: ['start_tls = yes'] }, /^error: .*: start_tls is for ldap:\/\/ only/],
    ['an unchecked certificate', { map: ['tls_require_cert = no'] }, /^warning: .* is not checked/],
    ['an old version', { map: ['version = 2'] }, /^error: .*: TLS needs version 3/],
    ['nobody', { map: ['bind = no'] }, /^note: .*: Postfix asks anonymously/],
    ['a DN without a password', { map: ['bind_pw ='] }, /^error: .*: bind_dn has no bind_pw/],
    ['the account that writes', { map: ['bind_dn = CN=rollcall, dc=example,dc=net'] }, /^note: .* Rollcall writes$/],
    ['a password for everybody', { mode: 0o644 }, /^warning: .* everybody on this machine can read it$/],
    ['settings with a file', { settings: { urls: [], url: 'x.ldif' } }, /^note: .* the settings name the file x\.ldif/],
  ])('finds %s', (_name, given, message) => {
    const [first, ...others] = trouble('map-access', given);
    expect(first).toMatch(message);
    expect(others).toEqual([]);
  });

  it('knows a server under each of its spellings', () => {
    const map = ['server_host = ldaps://other.example.net ldaps://LDAP.example.net:636/'];
    expect(trouble('map-access', { map })).toEqual([]);
    const local = { urls: ['ldapi://%2Frun%2Fldapi'] };
    expect(trouble('map-access', { map: ['server_host = localhost'], settings: local })).toEqual([]);
  });

  it('warns of authorities that Postfix may not be able to read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-ca-'));
    try {
      const file = join(folder, 'ca.pem');
      writeFileSync(file, '', { mode: 0o600 });
      const given = { map: [`tls_ca_cert_file = ${file}`] };
      expect(trouble('map-access', given)[0]).toMatch(
        /^warning: .*ca\.pem \(tls_ca_cert_file\) cannot be read by everybody/,
      );
      chmodSync(file, 0o644);
      expect(trouble('map-access', given)).toEqual([]);
      expect(trouble('map-access', { map: [`tls_ca_cert_file = ${file}.not-here`] })).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('warns of a password in main.cf, and never shows it', () => {
    const main = good.map
      .split('\n')
      .filter((line) => / = /.test(line) && !line.startsWith('#'))
      .map((line) => `groups_${line}\n`)
      .join('');
    const given = factsOf({ main: `${main}virtual_alias_maps = ldap:groups\n` });
    expect(lines('map-access', given).at(-1)).toBe(
      'warning: the bind password stands in etc/main.cf, which everybody on the machine can read',
    );
    expect(JSON.stringify(diagnose(given))).not.toContain('secret');
  });
});

describe('the check of the lookup', () => {
  const base = 'ou=Groups,ou=Mail,dc=example,dc=net';
  it.each<readonly [string, Case, RegExp]>([
    ['another base', { map: ['search_base = ou=People,dc=example,dc=net'] }, /^error: .*: no group is there$/],
    ['a deeper base', { map: [`search_base = ou=X,${base}`] }, /^error: .*: groups elsewhere below directory\.base/],
    ['a wider base', { map: ['search_base = DC=example, DC=net'] }, /^note: .* of which directory\.base is a part$/],
    ['no base', { map: ['search_base ='] }, /^error: .* has no search_base$/],
    ['a base that is no DN', { map: ['search_base = "dc=x'] }, /^error: .*: search_base is no DN: "dc=x$/],
    ['one level', { map: ['scope = one'] }, /^warning: .* finds only groups directly below/],
    ['the base alone', { map: ['scope = base'] }, /^error: .* with scope base, where no group is found$/],
    ['merged entries', { map: ['size_limit = 0'] }, /^note: .* Postfix merges their members/],
    ['no domain', { map: ['domain ='] }, /^note: .* asked about every recipient in the world$/],
    ['another domain', { map: ['domain = Example.NET, example.com'] }, /^note: .* in example\.com too/],
    ['a domain that is left out', { map: ['domain = example.com'] }, /^error: domain leaves out example\.net/],
    ['domains in a file', { map: ['domain = hash:/x'] }, /^note: .* in another file/],
    ['a domain where any may be', { settings: { domains: [] } }, /^note: Postfix looks up groups in example\.net only/],
  ])('finds %s', (_name, given, message) => {
    expect(trouble('map-lookup', given)[0]).toMatch(message);
  });

  it.each([
    ['quotes', 'query_filter = "(mail=%s)"', /^error: .*: query_filter is no filter: /],
    ['another attribute', 'query_filter = (mailAlias=%s)', /^error: .* \(it compares the address with mailAlias\)/],
    ['the local part alone', 'query_filter = (mail=%u)', /^error: .* does not find a group/],
    ['another class', 'query_filter = (&(objectClass=mailGroup)(mail=%s))', /^error: .* does not find a group/],
    ['groups that are off', 'query_filter = (&(mail=%s)(mailEnabled=FALSE))', /^error: .* does not find a group/],
    ['everything', 'query_filter = (objectClass=*)', /^error: .* finds groups whatever the address is/],
    [
      'membership the other way round',
      'query_filter = (&(mailGroupMember=%s)(mailEnabled=TRUE))',
      /^error: .* the members of the lists/,
    ],
    [
      'no switch',
      'query_filter = (&(objectClass=PostfixBookMailAccount)(mail=%s))',
      /^note: .* does not ask for mailEnabled/,
    ],
    ['more than groups', 'query_filter = (&(mail=%s)(mailEnabled=TRUE))', /^note: .* no groups for Rollcall too/],
  ])('understands a query_filter with %s', (_name, line, message) => {
    expect(trouble('map-lookup', { map: [line] })[0]).toMatch(message);
  });

  it.each([
    '(&(mailEnabled=TRUE)(|(MAIL=%s)(mailAlias=%s))(objectclass=postfixbookmailaccount))',
    '(&(objectClass=PostfixBookMailAccount)(!(mailEnabled=FALSE))(mail=%s))',
  ])('takes another spelling of the same: %s', (filter) => {
    expect(trouble('map-lookup', { map: [`query_filter = ${filter}`] })).toEqual([]);
  });

  it('names groups that are switched off and still get mail, and those that get none for want of the switch', () => {
    const withSwitch = (address: string, value: string): ReturnType<typeof group> => {
      const one = group(address, ['a@example.net']);
      const attributes = [...one.entry.attributes, { name: 'mailEnabled', values: [value] }];
      return { ...one, entry: { ...one.entry, attributes } };
    };
    const groups = [
      withSwitch('off@example.net', 'FALSE'),
      withSwitch('on@example.net', 'TRUE'),
      group('none@example.net', []),
    ];
    const look = (line: string): readonly string[] =>
      lines('map-lookup', { ...factsOf({ map: [line] }), groups: is({ groups, problems: [] }) });
    const asks = 'query_filter = (&(objectClass=PostfixBookMailAccount)(mail=%s)(mailEnabled=TRUE))';
    expect(look(asks)).toContain('warning: 1 group without mailEnabled gets no mail: none@example.net');
    expect(look('query_filter = (mail=%s)').join()).toContain('mail still goes to off@example.net, switched off');
  });

  it('knows that local parts need a domain', () => {
    const profile = { ...nisMailAlias, domain: 'example.net' };
    const nis = { profile, filter: equals('objectClass', 'nisMailAlias') };
    const map = ['query_filter = (&(objectClass=nisMailAlias)(cn=%u))', 'result_attribute = rfc822MailMember'];
    expect(trouble('map-lookup', { map, settings: nis })).toEqual([]);
    expect(trouble('map-lookup', { map: [...map, 'domain ='], settings: nis })[0]).toMatch(
      /^error: .* so a group answers for every domain$/,
    );
  });
});

describe('the check of the result', () => {
  it.each<readonly [string, Case, RegExp]>([
    [
      'the own address',
      { map: ['result_attribute = mail mailGroupMember'] },
      /^warning: .* every group is a member of itself$/,
    ],
    ['another attribute', { map: ['result_attribute = mailGroupMember, maildrop'] }, /^warning: .* names maildrop too/],
    ['a leaf', { map: ['result_attribute =', 'leaf_result_attribute = mailGroupMember'] }, /^warning: .* only a leaf/],
    ['DNs', { map: ['special_result_attribute = member'] }, /^note: .* follows member/],
    ['a terminal', { map: ['terminal_result_attribute = maildrop'] }, /^warning: .* that replaces all members/],
    ['a format', { map: ['result_format = %u@example.net'] }, /^warning: .* makes other addresses/],
    ['the old name of it', { map: ['result_filter = %u'] }, /^warning: .* makes other addresses/],
    ['no limit', { map: ['expansion_limit = 0'] }, /^note: .* has no expansion_limit/],
    ['a lower limit', { map: ['expansion_limit = 10'] }, /^warning: .* of more than 10 members gets no mail/],
    ['a limit that is none', { map: ['expansion_limit = many'] }, /^error: .* is no number: many$/],
  ])('finds %s', (_name, given, message) => {
    expect(trouble('map-result', given)[0]).toMatch(message);
  });

  it('makes an error of a limit that a declared group is above', () => {
    const given = factsOf({ map: ['expansion_limit = 10'] });
    const largest = { address: 'all@example.net', members: 11, bytes: 100 };
    expect(found('map-result', { ...given, inputs: { ...given.inputs, largest } })[0]?.state).toBe('error');
  });
});

describe('the check of the expansion', () => {
  it.each<readonly [string, string, RegExp]>([
    ['a lower limit', 'virtual_alias_expansion_limit = 500', /^error: Postfix refuses mail above 500 recipients/],
    ['a higher limit', 'virtual_alias_expansion_limit = 5000', /^note: Postfix takes up to 5000 recipients/],
    ['a limit that is none', 'virtual_alias_expansion_limit = no', /^error: .* is no number: no$/],
    ['few levels', 'virtual_alias_recursion_limit = 10', /^warning: .* over 10 levels only/],
    ['short addresses', 'virtual_alias_address_length_limit = 64', /^warning: .* of more than 64 characters/],
    ['extensions', 'recipient_delimiter = +', /^note: mail for GROUP\+word goes to MEMBER\+word/],
  ])('finds %s', (_name, line, message) => {
    expect(trouble('expansion', { main: `${good.main}${line}\n` })[0]).toMatch(message);
  });

  it('takes extensions that are not propagated for what they are', () => {
    const main = `${good.main}propagate_unmatched_extensions = canonical\n`;
    expect(trouble('expansion', { main })).toEqual([]);
  });

  it('is warned of where it parts addresses otherwise than the settings say', () => {
    const main = good.main.replace('recipient_delimiter = +', 'recipient_delimiter = -+');
    expect(trouble('expansion', { main })[0]).toBe(
      'warning: recipient_delimiter is "-+", and mail.recipientDelimiter is "+": expand and the rules take other addresses for one',
    );
    expect(trouble('expansion', { main, settings: { recipientDelimiter: '+-' } })[0]).not.toContain('warning');
    expect(trouble('expansion', { main: good.main.replace('recipient_delimiter = +', '') })[0]).toContain('is nothing');
  });
});
