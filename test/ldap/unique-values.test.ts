import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uniqueValues } from '../../src/ldap/unique-values.ts';
import { valueKey } from '../../src/ldap/value-key.ts';

it('the first of equal values stays', () => {
  expect(uniqueValues(['Berlin', 'berlin', 'Bonn', ' BERLIN '], 'caseIgnore')).toEqual(['Berlin', 'Bonn']);
  expect(uniqueValues(['Berlin', 'berlin', ' Berlin'], 'caseExact')).toEqual(['Berlin', 'berlin']);
  expect(uniqueValues([Uint8Array.of(0xff), Uint8Array.of(0xff)], 'exact')).toHaveLength(1);
});

it('no two values that are left are equal, and none is lost', () => {
  const values = fc.array(fc.stringMatching(/^[ Aa]{0,3}$/));
  const rules = fc.constantFrom('caseExact' as const, 'caseIgnore' as const, 'exact' as const);
  fc.assert(
    fc.property(values, rules, (given, rule) => {
      const keys = uniqueValues(given, rule).map((value) => valueKey(value, rule));
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(keys)).toEqual(new Set(given.map((value) => valueKey(value, rule))));
    }),
  );
});

it('values without a double are given back as they are', () => {
  const values = ['a', 'b'];
  expect(uniqueValues(values, 'caseIgnore')).toBe(values);
});
