import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../src/ldap/filter.ts';
import { matches } from '../../src/ldap/filter-match.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { MatchingRule } from '../../src/model/profile.ts';

const entry: Entry = {
  dn: 'mail=hq@example.net,dc=x',
  attributes: [
    { name: 'mail', values: ['HQ@example.net'] },
    { name: 'cn;lang-de', values: ['Zentrale  Berlin'] },
    { name: 'number', values: ['100', 'x'] },
    { name: 'secret', values: ['Abc'] },
    { name: 'member', values: ['cn=a\\2Bb,dc=x'] },
    { name: 'photo', values: [Uint8Array.of(0xff, 0x61)] },
    { name: 'none', values: [] },
  ],
};

const rules: Readonly<Record<string, MatchingRule>> = {
  secret: 'caseExact',
  member: 'distinguishedName',
  photo: 'exact',
};

function match(text: string): boolean {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return matches(parsed.filter, entry, (attribute) => rules[attribute] ?? 'caseIgnore');
}

describe('a filter that matches', () => {
  it.each([
    '(mail=hq@EXAMPLE.net)',
    '(MAIL= hq@example.net )',
    '(mail~=hq@example.net)',
    '(mail=*)',
    '(cn=zentrale berlin)',
    '(cn;lang-de=*)',
    '(secret=Abc)',
    '(member=CN=A\\5c+B, DC=X)',
    '(photo=\\ffa)',
    '(mail=hq*net)',
    '(mail=*@*)',
    '(cn=*rale ber*)',
    '(secret=A*)',
    '(number>=99)',
    '(number<=100)',
    '(mail>=hq)',
    '(!(mail=x))',
    '(!(unknown=x))',
    '(&)',
    '(&(mail=*)(!(unknown=*)))',
    '(|(unknown=x)(mail=*))',
    '(|(:rule:=x)(mail=*))',
    '(!(&(:rule:=x)(unknown=*)))',
  ])('%s', (text) => expect(match(text)).toBe(true));
});

describe('a filter that does not match', () => {
  it.each([
    '(mail=hq@example)',
    '(unknown=*)',
    '(none=*)',
    '(cn;lang-en=*)',
    '(mail;x=*)',
    '(secret=abc)',
    '(secret=a*)',
    '(member=cn=a,dc=x)',
    '(mail=hq*hq@example.net)',
    '(mail=*net*net)',
    '(photo=*a)',
    '(photo>=a)',
    '(number<=99)',
    '(|)',
    '(!(&))',
    '(&(mail=*)(unknown=*))',
  ])('%s', (text) => expect(match(text)).toBe(false));
});

describe('what cannot be decided matches neither as it is nor inside a not', () => {
  it.each([
    '(mail:caseExactMatch:=x)',
    '(member>=cn=a)',
    '(member=cn*)',
    '(mail>=\\ff)',
    '(&(:r:=x)(mail=*))',
    '(|(:r:=x)(unknown=*))',
  ])('%s', (text) => {
    expect(match(text)).toBe(false);
    expect(match(`(!${text})`)).toBe(false);
  });
});
