import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupKey, memberKey } from '../../src/ldap/group-key.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import { valueKey } from '../../src/ldap/value-key.ts';
import { address } from '../manifest/sample.ts';

const nis = { ...nisMailAlias, domain: 'Example.net' };

describe('the key of a member', () => {
  it.each([
    ['Ann@Example.NET', 'ann@example.net', 'Ann@example.net'],
    [' ann@example.net  ', 'ann@example.net', 'ann@example.net'],
    ['a   b@x', 'a b@x', 'a b@x'],
    ['Bare', 'bare', 'Bare'],
    ['', '', ''],
    ['   ', ' ', ' '],
    ['ÄÖ@x', 'ÄÖ@x', 'ÄÖ@x'],
    ['A@B@C', 'a@b@c', 'A@B@c'],
  ])('%j is %j when local parts fold and %j when they are exact', (value, folded, exact) => {
    expect(memberKey(value, postfixBook, 'fold')).toBe(folded);
    expect(memberKey(value, postfixBook, 'exact')).toBe(exact);
  });

  it('is completed by the domain, and folds where the attribute ignores case', () => {
    expect(memberKey(' Ann ', nis, 'exact')).toBe('ann@example.net');
    expect(memberKey('Ann@Example.net', nis, 'exact')).toBe('ann@example.net');
  });

  it('of bytes is the bytes, and never that of a text', () => {
    const key = memberKey(Uint8Array.of(0xff, 0x41), postfixBook, 'fold');
    expect(key).toBe(memberKey(Uint8Array.of(0xff, 0x41), postfixBook, 'exact'));
    expect(key).not.toBe(memberKey(Uint8Array.of(0xff, 0x61), postfixBook, 'fold'));
    expect(key).not.toBe(memberKey('\u00ff41', postfixBook, 'fold'));
  });

  it('is its own key', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary-ascii' }),
        fc.constantFrom('fold' as const, 'exact' as const),
        (value, rule) => {
          const key = memberKey(value, postfixBook, rule);
          expect(memberKey(key, postfixBook, rule)).toBe(key);
        },
      ),
    );
  });

  it('is one for values that the server calls equal', () => {
    const odd = fc.stringMatching(/^[ Aa@x.]{0,8}$/);
    fc.assert(
      fc.property(odd, odd, (a, b) => {
        if (valueKey(a, 'caseExact') !== valueKey(b, 'caseExact')) return;
        expect(memberKey(a, postfixBook, 'exact')).toBe(memberKey(b, postfixBook, 'exact'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the key of a group', () => {
  it('is one for every letter case and for blanks around it', () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(groupKey(` ${text.toUpperCase()} `)).toBe(groupKey(text));
      }),
    );
  });

  it('tells other addresses apart', () => {
    expect(groupKey('hq@example.net')).not.toBe(groupKey('hq@example.com'));
    expect(groupKey('a b@x')).not.toBe(groupKey('ab@x'));
  });
});
