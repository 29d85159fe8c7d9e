import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, addressProblem, domainOf, isOwnKey, localPartOf, lowerAscii } from '../../src/model/address.ts';
import { address } from '../manifest/sample.ts';

describe('an address', () => {
  it.each([
    'a@b',
    'ann@example.net',
    'Ann.Lee+news@EXAMPLE.net',
    "!#$%&'*+/=?^_`{|}~-@x.example",
    '.a..b.@x.example',
    'a@xn--bcher-kva.example',
    'a@_dmarc.example',
    `${'a'.repeat(64)}@x.example`,
    `a@${'b'.repeat(63)}.example`,
  ])('%s is accepted', (text) => {
    expect(addressProblem(text)).toBeUndefined();
  });

  it.each([
    ['', 'is empty'],
    ['ann', 'has no domain'],
    ['ann@', 'has no domain'],
    ['@example.net', 'has no local part'],
    ['a@b@c', 'has more than one @'],
    ['a b@c', 'contains a space'],
    ['a@b\u00a0c', 'contains a space'],
    ['a\tb@c', 'contains a control character'],
    ['a@b\n', 'contains a control character'],
    ['a,b@c', 'contains a comma'],
    ['a@c, b@c', 'contains a comma'],
    ['Ann <ann@c>', 'contains an angle bracket'],
    ['"Lee, Ann" <ann@c>', 'contains an angle bracket'],
    ['<ann@c>', 'contains an angle bracket'],
    ['zoë@c', 'contains a character outside ASCII'],
    ['a@zürich.example', 'contains a character outside ASCII'],
    ['"a"@c', 'has a character in its local part that needs quoting'],
    ['a(b)@c', 'has a character in its local part that needs quoting'],
    [`${'a'.repeat(65)}@c`, 'has a local part of more than 64 characters'],
    [`a@${'b.'.repeat(130)}c`, 'has more than 254 characters'],
    ['a@-b', 'has a domain that is not a host name'],
    ['a@b..c', 'has a domain that is not a host name'],
    ['a@b.', 'has a domain that is not a host name'],
    ['a@[192.0.2.1]', 'has a domain that is not a host name'],
    [`a@${'b'.repeat(64)}`, 'has a domain that is not a host name'],
  ])('%j %s', (text, problem) => {
    expect(addressProblem(text)).toBe(problem);
  });
});

describe('the key of an address', () => {
  it('has the domain in lower case, and the local part as the rule says', () => {
    expect(addressKey('Ann@Example.NET', 'fold')).toBe('ann@example.net');
    expect(addressKey('Ann@Example.NET', 'exact')).toBe('Ann@example.net');
  });

  it('leaves letters outside ASCII alone', () => {
    expect(addressKey('ÄNN@İ.example', 'fold')).toBe('Änn@İ.example');
  });

  it('without a domain is the local part', () => {
    expect(addressKey('Ann', 'fold')).toBe('ann');
    expect(addressKey('Ann', 'exact')).toBe('Ann');
  });

  it('is the address itself exactly when it says so', () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.string()), (text) => {
        if (isOwnKey(text)) expect([addressKey(text, 'fold'), addressKey(text, 'exact')]).toEqual([text, text]);
      }),
    );
    expect(isOwnKey('ann@example.net')).toBe(true);
    expect(['Ann@example.net', 'ann', ' ann@x', 'ann@X', 'a@b@c'].filter(isOwnKey)).toEqual([]);
  });

  it('is its own key', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('fold' as const, 'exact' as const), (text, rule) => {
        const key = addressKey(text, rule);
        expect(addressKey(key, rule)).toBe(key);
      }),
    );
  });
});

describe('the parts of an address', () => {
  it('stand before and behind the last @', () => {
    expect([localPartOf('a@b@c'), domainOf('a@b@c')]).toEqual(['a@b', 'c']);
    expect([localPartOf('bare'), domainOf('bare')]).toEqual(['bare', '']);
  });

  it('make the address again', () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(`${localPartOf(text)}@${domainOf(text)}`).toBe(text);
      }),
    );
  });
});

it('only the letters of ASCII are lowered', () => {
  expect(lowerAscii('ABC xyz ÄİK\u212a')).toBe('abc xyz Äİk\u212a');
});
