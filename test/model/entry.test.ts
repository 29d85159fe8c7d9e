import { expect, it } from 'vitest';
import { type Entry, valuesOf } from '../../src/model/entry.ts';

const entry: Entry = {
  dn: 'cn=a,dc=x',
  attributes: [
    { name: 'mail', values: ['a@x', 'b@x'] },
    { name: 'cn;lang-de', values: ['A'] },
  ],
};

it('the values of an attribute are found in any case of its name, in their order', () => {
  expect(valuesOf(entry, 'MAIL')).toEqual(['a@x', 'b@x']);
});

it('an attribute that is not there has no values', () => {
  expect(valuesOf(entry, 'sn')).toEqual([]);
});

it('an attribute with an option is another one', () => {
  expect(valuesOf(entry, 'cn')).toEqual([]);
  expect(valuesOf(entry, 'CN;LANG-DE')).toEqual(['A']);
});
