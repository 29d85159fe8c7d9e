import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Dn,
  dnKey,
  escapeDnValue,
  formatDn,
  formatRdn,
  isDn,
  isWithin,
  parentDn,
  parseDn,
  rdnOf,
} from '../../src/ldap/dn.ts';
import { valueOfBytes } from '../../src/ldap/utf8.ts';

const type = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(' ', '#', ',', '+', '\\', '"', ';', '<', '=', '\u0000', 'a', 'É') }),
  fc.uint8Array().map(valueOfBytes),
);
const rdn = fc.array(fc.record({ type, value }), { minLength: 1, maxLength: 3 });
const dn: fc.Arbitrary<Dn> = fc.array(rdn, { maxLength: 4 });

describe('reading', () => {
  it.each([
    ['cn=a,dc=b', [[['cn', 'a']], [['dc', 'b']]]],
    ['CN = a ;  dc=b', [[['CN', 'a']], [['dc', 'b']]]],
    [
      'cn=a+sn=b,dc=c',
      [
        [
          ['cn', 'a'],
          ['sn', 'b'],
        ],
        [['dc', 'c']],
      ],
    ],
    ['mail=a\\2Bb@x', [[['mail', 'a+b@x']]]],
    ['mail=a\\+b@x', [[['mail', 'a+b@x']]]],
    ['cn="a, b";dc=c', [[['cn', 'a, b']], [['dc', 'c']]]],
    ['cn=\\20a\\ ', [[['cn', ' a ']]]],
    ['cn=a  b  ', [[['cn', 'a  b']]]],
    ['cn=\\C3\\A9', [[['cn', 'é']]]],
    ['cn=#040161', [[['cn', 'a']]]],
    ['cn=#0C02C3A9,dc=b', [[['cn', 'é']], [['dc', 'b']]]],
    ['OID.2.5.4.3=a', [[['2.5.4.3', 'a']]]],
    ['cn=a=b', [[['cn', 'a=b']]]],
    ['cn=', [[['cn', '']]]],
    ['', []],
    ['  ', []],
  ])('%j is a DN', (text, expected) => {
    expect(parseDn(text)?.map((level) => level.map((ava) => [ava.type, ava.value]))).toEqual(expected);
    expect(isDn(text)).toBe(true);
  });

  it.each([
    'a',
    '=b',
    'cn=a,',
    ',cn=a',
    'cn=a,,dc=b',
    'cn=a+',
    'cn=a\\',
    'cn=a\\x',
    'cn=a<b',
    'cn="a',
    'cn="a"b',
    'cn=#0',
    'cn=#x',
    '1.=a',
    'c n=a',
  ])('%j is no DN', (text) => {
    expect(parseDn(text)).toBeUndefined();
    expect(isDn(text)).toBe(false);
    expect(parentDn(text)).toBeUndefined();
    expect(rdnOf(text)).toBeUndefined();
  });

  it.each(['cn=#03020780', 'cn=#0405616263', 'cn=#04', 'cn=#0480', 'cn=#0485000000000161'])(
    'the hexadecimal value of %s is not a BER string',
    (text) => expect(parseDn(text)).toBeUndefined(),
  );

  it('a BER string may be longer than 127 bytes', () => {
    expect(parseDn(`cn=#048180${'61'.repeat(128)}`)?.[0]?.[0]?.value).toBe('a'.repeat(128));
  });

  it('a value that is not UTF-8 is bytes', () => {
    expect(parseDn('cn=\\ffa')?.[0]?.[0]?.value).toEqual(Uint8Array.of(0xff, 0x61));
    expect(parseDn('cn=#0401ff')?.[0]?.[0]?.value).toEqual(Uint8Array.of(0xff));
  });
});

describe('writing', () => {
  it('what is read back from a written DN is the same DN', () => {
    fc.assert(
      fc.property(dn, (levels) => {
        expect(parseDn(formatDn(levels))).toEqual(levels);
      }),
    );
  });

  it.each([
    ['a+b@x', 'a\\+b@x'],
    [' a ', '\\ a\\ '],
    [' ', '\\ '],
    ['#a#', '\\#a#'],
    ['a,"b";<c>\\', 'a\\,\\"b\\"\\;\\<c\\>\\\\'],
    ['a\n\u0000', 'a\\0A\\00'],
    ['é', 'é'],
  ])('the value %j is written as %j', (text, written) => expect(escapeDnValue(text)).toBe(written));

  it('bytes are written as hexadecimal pairs', () => {
    expect(escapeDnValue(Uint8Array.of(0xff, 0x61, 0x2c))).toBe('\\FFa\\2C');
    expect(
      formatRdn([
        { type: 'cn', value: 'a' },
        { type: 'sn', value: 'b' },
      ]),
    ).toBe('cn=a+sn=b');
  });
});

describe('keys', () => {
  it.each([
    ['mail=a\\2Bb@x,dc=n', 'MAIL=A\\+b@X , DC=N'],
    ['cn=a  b,dc=n', 'cn=\\ A b\\ ,dc=n'],
    ['cn=a+sn=b', 'SN=B+CN=A'],
    ['cn="a,b"', 'cn=a\\,b'],
    ['cn=\\C3\\89', 'cn=é'],
    ['cn=#040161', 'cn=A'],
    ['cn=ﬁ', 'cn=FI'],
  ])('%j and %j name the same entry', (a, b) => expect(dnKey(a)).toBe(dnKey(b)));

  it.each([
    ['cn=a,dc=n', 'cn=a\\,dc=n'],
    ['cn=a+sn=b', 'cn=a\\+sn=b'],
    ['cn=ab', 'cn=a b'],
    ['cn=', 'cn=\\ '],
    ['cn=a', 'sn=a'],
    ['cn=\\ff', 'cn=\\fe'],
    ['not a dn', 'Not a DN'],
    ['', 'nothing'],
  ])('%j and %j name different entries', (a, b) => expect(dnKey(a)).not.toBe(dnKey(b)));

  it('the key of a plain DN does not depend on the short cut for plain DNs', () => {
    const plain = fc.stringMatching(
      /^[a-z]{1,3}=[A-Za-z0-9@._'()*-]{1,5}( [a-z]{1,3}){0,2}(,[a-zA-Z]{1,3}=[a-z0-9@]{1,5}){0,3}$/,
    );
    fc.assert(
      fc.property(plain, (text) => {
        expect(dnKey(` ${text}`)).toBe(dnKey(text));
      }),
    );
  });

  it('a key is its own key', () => {
    fc.assert(
      fc.property(dn, (levels) => {
        expect(dnKey(dnKey(formatDn(levels)))).toBe(dnKey(formatDn(levels)));
      }),
    );
  });

  it('a text that is no DN shares its key with nothing', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => isDn(a) || a === b || dnKey(a) !== dnKey(b)));
  });
});

describe('above and below', () => {
  it.each([
    ['cn=a\\,b, dc=c, dc=d', 'dc=c, dc=d'],
    ['cn=a', ''],
    ['', undefined],
  ])('above %j is %j', (text, above) => expect(parentDn(text)).toBe(above));

  it.each([
    ['cn=a,dc=b', 'DC=B', true],
    ['dc=b', 'dc=b', true],
    ['cn=a,dc=b', '', true],
    ['cn=a\\2Cdc=b', 'dc=b', false],
    ['cn=a,xdc=b', 'dc=b', false],
    ['dc=b', 'cn=a,dc=b', false],
    ['nonsense', '', false],
    ['nonsense', 'nonsense', true],
    ['x,dc=b', 'dc=b', false],
  ])('%j within %j: %j', (text, base, within) => expect(isWithin(text, base)).toBe(within));

  it('every DN lies within the DN above it, and not the other way round', () => {
    fc.assert(
      fc.property(fc.array(rdn, { minLength: 1, maxLength: 4 }), (levels) => {
        const text = formatDn(levels);
        const above = parentDn(text) ?? '';
        expect(isWithin(text, above)).toBe(true);
        expect(isWithin(above, text)).toBe(false);
      }),
    );
  });

  it('the first RDN is the one the entry is named by', () => {
    expect(rdnOf('mail=hq@example.net,dc=x')).toEqual([{ type: 'mail', value: 'hq@example.net' }]);
    expect(rdnOf('')).toBeUndefined();
  });
});

it('a huge text is read or refused, and does not overflow', () => {
  for (const text of [
    'a '.repeat(1e6),
    '\\+'.repeat(1e5),
    '\\',
    ' '.repeat(1e6),
    `#04${'00'.repeat(1e6)}`,
    '"'.repeat(1e6),
  ]) {
    expect(typeof dnKey(`cn=${text}`)).toBe('string');
  }
  expect(parseDn(`1${'.1'.repeat(1e6)}=a`)).toBeUndefined();
  expect(parseDn(`${'a=b,'.repeat(1e5)}a=b`)).toHaveLength(100001);
});
