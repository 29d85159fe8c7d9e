import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleOf, rulesOf } from '../../src/ldap/matching-rule.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';

const schema = readFileSync(new URL('../fixtures/postfix-book.schema', import.meta.url), 'utf8');

describe('the rule of an attribute', () => {
  it.each([
    ['mailGroupMember', 'caseExact'],
    ['MAILGROUPMEMBER', 'caseExact'],
    ['mailGroupMember;x-option', 'caseExact'],
    ['mail', 'caseIgnore'],
    ['cn;lang-de', 'caseIgnore'],
    ['unknownAttribute', 'caseIgnore'],
    ['userPassword', 'exact'],
    ['member', 'distinguishedName'],
    ['seeAlso', 'distinguishedName'],
  ])('%s is %s', (attribute, rule) => {
    expect(ruleOf(attribute)).toBe(rule);
  });

  it('is that of the postfix-book schema', () => {
    const types = [...schema.matchAll(/NAME '(\w+)'[^)]*?EQUALITY (case\w+?)IA5Match/g)];
    expect(types.length).toBeGreaterThan(3);
    for (const [, name = '', rule] of types) expect([name, ruleOf(name)]).toEqual([name, rule]);
  });
});

describe('the rules of a profile', () => {
  it('add the rule of its member attribute to the others', () => {
    expect(rulesOf(nisMailAlias)('RFC822mailmember')).toBe('caseIgnore');
    expect(rulesOf(postfixBook)('mailgroupmember')).toBe('caseExact');
    const custom = rulesOf({ ...postfixBook, member: 'mailForwardingAddress', memberRule: 'caseExact' });
    expect(custom('mailForwardingAddress')).toBe('caseExact');
    expect(custom('mailGroupMember')).toBe('caseExact');
    expect(custom('mail')).toBe('caseIgnore');
  });
});
