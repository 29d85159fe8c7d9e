import { describe, expect, it } from 'vitest';
import { matchingRuleOf, matchingRuleOfSyntax } from '../../src/ldap/equality-rule.ts';
import { rulesOf } from '../../src/ldap/matching-rule.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import { schemaProblems } from '../../src/ldap/schema-problems.ts';
import { comparesBySyntax, type ServerKind } from '../../src/ldap/server-kind.ts';
import { type ServerSchema, withSchema } from '../../src/ldap/with-schema.ts';
import type { Profile } from '../../src/model/profile.ts';
import { sampleSchema } from './schema-lines.ts';

const syntax = (last: number): string => `SYNTAX 1.3.6.1.4.1.1466.115.121.1.${last}`;
const server = (kind: ServerKind, ...lines: readonly string[]): ServerSchema => ({
  schema: sampleSchema(...lines),
  kind,
});
const custom = (member: string, parts: Partial<Profile> = {}): Profile => ({ ...postfixBook, member, ...parts });

describe('a profile with the schema of a server', () => {
  it('stays as it is where both agree', () => {
    const { memberRule, ia5Attributes } = withSchema(postfixBook, {}, server('openldap'));
    expect(memberRule).toBe('caseExact');
    expect(ia5Attributes).toEqual(expect.arrayContaining([...postfixBook.ia5Attributes, 'mailgroupmember']));
  });

  it('compares members as the server does, whatever the profile says', () => {
    const other = server('openldap', `( 1.1 NAME 'mailGroupMember' EQUALITY caseIgnoreIA5Match ${syntax(26)} )`);
    const profile = withSchema(postfixBook, {}, other);
    expect(profile.memberRule).toBe('caseIgnore');
    expect(rulesOf(profile)('MAILGROUPMEMBER')).toBe('caseIgnore');
  });

  it('compares every attribute as the server does, under each of its names', () => {
    const strict = server('openldap', `( 1.1 NAME ( 'sn' 'surname' ) EQUALITY caseExactMatch ${syntax(15)} )`);
    const ruleOf = rulesOf(withSchema(postfixBook, {}, strict));
    expect([ruleOf('SN'), ruleOf('surname;lang-de'), ruleOf('cn')]).toEqual(['caseExact', 'caseExact', 'caseIgnore']);
  });

  it('knows the rules of attributes that only the settings name', () => {
    const line = `( 1.1 NAME 'ticket' EQUALITY caseExactMatch ${syntax(15)} )`;
    expect(withSchema(postfixBook, { ticket: '1' }, server('openldap', line)).rules.get('ticket')).toBe('caseExact');
  });

  it('takes ASCII alone where the syntax says so, and more where it does not', () => {
    const profile = custom('mailGroupMember', { ia5Attributes: ['description'], allowedAttributes: ['mailUidNumber'] });
    const { ia5Attributes } = withSchema(profile, {}, server('openldap'));
    expect(ia5Attributes).toContain('mailuidnumber');
    expect(ia5Attributes).not.toContain('description');
  });

  it('keeps what the server does not know', () => {
    const profile = withSchema(nisMailAlias, {}, server('openldap'));
    expect(profile.memberRule).toBe('caseIgnore');
    expect(rulesOf(profile)('jpegPhoto')).toBe('exact');
  });

  it('without an equality rule compares by the syntax, on servers that do', () => {
    const line = `( 1.1 NAME 'mailGroupMember' ${syntax(15)} )`;
    expect(withSchema(postfixBook, {}, server('389-ds', line)).memberRule).toBe('caseIgnore');
    expect(withSchema(postfixBook, {}, server('openldap', line)).memberRule).toBe('caseExact');
  });
});

describe('the rules of servers', () => {
  it.each([
    ['caseExactIA5Match', 'caseExact'],
    ['CASEEXACTMATCH', 'caseExact'],
    ['2.5.13.2', 'caseIgnore'],
    ['1.3.6.1.4.1.1466.109.114.2', 'caseIgnore'],
    ['distinguishedNameMatch', 'distinguishedName'],
    ['uniqueMemberMatch', 'distinguishedName'],
    ['booleanMatch', 'caseIgnore'],
    ['integerMatch', 'exact'],
    ['octetStringMatch', 'exact'],
    ['someRuleOfTomorrow', 'exact'],
  ] as const)('%s compares %s', (name, rule) => {
    expect(matchingRuleOf(name)).toBe(rule);
  });

  it.each([
    [15, 'caseIgnore'],
    [26, 'caseExact'],
    [12, 'distinguishedName'],
    [27, 'exact'],
    [5, undefined],
  ] as const)('of syntax %s compare %s', (last, rule) => {
    expect(matchingRuleOfSyntax(`1.3.6.1.4.1.1466.115.121.1.${last}`)).toBe(rule);
  });

  it('of the syntaxes of Active Directory too', () => {
    expect(matchingRuleOfSyntax('1.2.840.113556.1.4.905')).toBe('caseIgnore');
    expect(matchingRuleOfSyntax('1.2.840.113556.1.4.1362')).toBe('caseExact');
    expect(matchingRuleOfSyntax('1.2.3')).toBeUndefined();
  });
});

describe('a profile that does not fit the schema', () => {
  const messages = (profile: Profile, given: ServerSchema): string[] =>
    schemaProblems(profile, given).map(({ message }) => message);

  it('that fits has no problems', () => {
    expect(messages(postfixBook, server('openldap'))).toEqual([]);
  });

  it('names an attribute that the server does not know', () => {
    expect(messages(custom('rfc822MailMember'), server('openldap'))).toEqual([
      'the server does not know the attribute rfc822MailMember (profile.member)',
    ]);
    expect(messages({ ...postfixBook, address: 'postal' }, server('openldap'))[0]).toContain('(profile.address)');
  });

  it('names an attribute without an equality rule, except where the server compares by syntax', () => {
    const profile = custom('mailSieveRuleSource');
    expect(messages(profile, server('openldap'))[0]).toContain('has no equality rule');
    expect(messages(profile, server('other'))[0]).toContain('has no equality rule');
    expect(messages(profile, server('389-ds'))).toEqual([]);
  });

  it('names members of which there can be one only', () => {
    const line = `( 1.1 NAME 'one' EQUALITY caseExactIA5Match ${syntax(26)} SINGLE-VALUE )`;
    expect(messages(custom('one'), server('openldap', line))[0]).toContain('SINGLE-VALUE');
    expect(messages({ ...postfixBook, address: 'one' }, server('openldap', line))).toEqual([]);
  });

  it('names an attribute that nobody can write, and every other thing that is wrong with it', () => {
    expect(messages(custom('createTimestamp'), server('openldap'))).toEqual([
      expect.stringContaining('SINGLE-VALUE'),
      expect.stringContaining('NO-USER-MODIFICATION'),
      expect.stringContaining('Generalized Time'),
    ]);
  });

  it('names a syntax that takes no addresses; local parts are none', () => {
    const [problem] = schemaProblems(custom('member'), server('openldap'));
    expect(problem).toMatchObject({ attribute: 'member', message: expect.stringContaining('syntax DN') });
    expect(problem?.hint).toContain('DNs are not supported');
    const line = `( 1.1 NAME 'alias' EQUALITY caseIgnoreMatch ${syntax(44)} )`;
    const profile = { ...postfixBook, address: 'alias' };
    expect(messages(profile, server('openldap', line))[0]).toContain('Printable String');
    expect(messages({ ...profile, domain: 'example.net' }, server('openldap', line))).toEqual([]);
  });

  it('names an attribute that servers answer under another name', () => {
    expect(messages({ ...postfixBook, address: 'rfc822Mailbox' }, server('openldap'))).toEqual([
      'rfc822Mailbox is another name of mail, and servers answer with the first name',
    ]);
    expect(messages({ ...postfixBook, address: 'MAIL' }, server('openldap'))).toEqual([]);
  });
});

describe('the kind of a server', () => {
  it('says who compares by syntax', () => {
    const kinds: readonly ServerKind[] = ['openldap', '389-ds', 'active-directory', 'other'];
    expect(kinds.filter(comparesBySyntax)).toEqual(['389-ds', 'active-directory']);
  });
});
