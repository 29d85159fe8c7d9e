import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { and, equals, type Filter, formatFilter, or, parseFilter, present } from '../../src/ldap/filter.ts';
import { valueOfBytes } from '../../src/ldap/utf8.ts';

const attribute = fc.stringMatching(/^[a-zA-Z][a-z0-9-]{0,6}(;[a-z-]{1,4})?$/);
const value = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array().map(valueOfBytes));
const piece = value.filter((text) => text.length > 0);

const item: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ kind: fc.constantFrom('equals', 'greaterOrEqual', 'lessOrEqual', 'approx'), attribute, value }),
  fc.record({ kind: fc.constant('present' as const), attribute }),
  fc.record({
    kind: fc.constant('substrings' as const),
    attribute,
    initial: piece,
    any: fc.array(piece, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('substrings' as const),
    attribute,
    any: fc.array(piece, { maxLength: 2 }),
    final: piece,
  }),
  fc.record({
    kind: fc.constant('substrings' as const),
    attribute,
    any: fc.array(piece, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('extensible' as const),
    attribute,
    rule: fc.constant('2.5.13.2'),
    dnAttributes: fc.boolean(),
    value,
  }),
  fc.record({
    kind: fc.constant('extensible' as const),
    rule: fc.constant('caseExactMatch'),
    dnAttributes: fc.boolean(),
    value,
  }),
  fc.record({ kind: fc.constant('extensible' as const), attribute, dnAttributes: fc.boolean(), value }),
);
const filter = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    item,
    fc.record({ kind: fc.constantFrom('and', 'or'), filters: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
})).filter;

function read(text: string): Filter {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(`${parsed.problem} at ${parsed.offset}`);
  return parsed.filter;
}

it('what is read back from a written filter is the same filter', () => {
  fc.assert(
    fc.property(filter, (one) => {
      expect(read(formatFilter(one))).toEqual(one);
    }),
  );
});

describe('reading', () => {
  it.each<[string, Filter]>([
    ['(mail=hq@example.net)', equals('mail', 'hq@example.net')],
    ['mail=hq@example.net', equals('mail', 'hq@example.net')],
    ['(a= b )', equals('a', ' b ')],
    ['(a=)', equals('a', '')],
    ['(a=*)', present('a')],
    ['(a=\\2a\\28)', equals('a', '*(')],
    ['(a=\\c3\\a9)', equals('a', 'é')],
    ['(a=x=y)', equals('a', 'x=y')],
    ['(&)', and()],
    ['(|)', or()],
    ['(&(a=b)(|(c=*)(!(d=e))))', and(equals('a', 'b'), or(present('c'), { kind: 'not', filter: equals('d', 'e') }))],
    [' (&\n  (a=b)\n  (c=d)\n)\n', and(equals('a', 'b'), equals('c', 'd'))],
    ['(a=b*)', { kind: 'substrings', attribute: 'a', initial: 'b', any: [] }],
    ['(a=*b**c*d)', { kind: 'substrings', attribute: 'a', any: ['b', 'c'], final: 'd' }],
    ['(a>=1)', { kind: 'greaterOrEqual', attribute: 'a', value: '1' }],
    ['(a<=1)', { kind: 'lessOrEqual', attribute: 'a', value: '1' }],
    ['(a~=b)', { kind: 'approx', attribute: 'a', value: 'b' }],
    ['(cn;lang-de=b)', equals('cn;lang-de', 'b')],
    ['(2.5.4.3=b)', equals('2.5.4.3', 'b')],
    ['(a:=b)', { kind: 'extensible', attribute: 'a', dnAttributes: false, value: 'b' }],
    ['(a:dn:=b)', { kind: 'extensible', attribute: 'a', dnAttributes: true, value: 'b' }],
    ['(:dn:1.2:=b)', { kind: 'extensible', rule: '1.2', dnAttributes: true, value: 'b' }],
  ])('%j is read', (text, expected) => expect(read(text)).toEqual(expected));

  it('a value that is not UTF-8 is bytes', () => {
    expect(read('(a=x\\ff)')).toEqual(equals('a', Uint8Array.of(0x78, 0xff)));
  });

  it.each([
    ['', 0, 'expected'],
    ['()', 1, 'expected'],
    ['((a=b))', 1, 'expected'],
    ['(=b)', 1, 'expected'],
    ['(a b=c)', 1, 'expected'],
    ['(a=b', 4, '")" is missing'],
    ['(&(a=b)', 7, '")" is missing'],
    ['(!(a=b)(c=d))', 7, '")" is missing'],
    ['(&a=b)', 2, 'begin with "("'],
    ['(a=b))', 5, 'follows the end'],
    ['a=b)', 3, 'follows the end'],
    ['(a=b(c)', 4, '\\28'],
    ['(a>=b*)', 5, '\\2a'],
    ['(a=\u0000)', 3, '\\00'],
    ['(a=\\2)', 3, 'hexadecimal'],
    ['(a=\\zz)', 3, 'hexadecimal'],
    ['(a=**)', 3, 'between the asterisks'],
    ['(:=b)', 1, 'missing'],
  ])('%j has a problem at %i', (text, offset, problem) => {
    expect(parseFilter(text)).toEqual({ problem: expect.stringContaining(problem), offset });
  });

  it.each(['(', '(!', '(&', '(|(a=b)', '(a=*', '(a=\\2a'])('%j a million times is refused', (text) => {
    expect(parseFilter(text.repeat(1e6))).toHaveProperty('problem');
  });

  it('filters may be nested a hundred deep', () => {
    expect(parseFilter(`${'(!'.repeat(99)}(a=b)${')'.repeat(99)}`)).toHaveProperty('filter');
    expect(parseFilter(`${'(!'.repeat(100)}(a=b)${')'.repeat(100)}`)).toHaveProperty('problem');
  });
});

describe('writing', () => {
  it.each<[Filter, string]>([
    [equals('mail', '*)(uid=*'), '(mail=\\2A\\29\\28uid=\\2A)'],
    [equals('mail', 'a\\b\u0000'), '(mail=a\\5Cb\\00)'],
    [equals('mail', Uint8Array.of(0xff, 0x61)), '(mail=\\FF\\61)'],
    [equals('cn', 'é'), '(cn=é)'],
    [and(present('a'), or()), '(&(a=*)(|))'],
  ])('%j is written', (one, text) => expect(formatFilter(one)).toBe(text));
});
