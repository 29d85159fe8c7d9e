import { describe, expect, it } from 'vitest';
import { fillKey } from '../../src/postfix/fill-key.ts';
import { mapNames } from '../../src/postfix/map-names.ts';

describe('a list of maps', () => {
  it('is split at commas and white space', () => {
    expect(mapNames('hash:/a,  proxy:LDAP:/b\n\tldap:c,')).toEqual([
      { text: 'hash:/a', type: 'hash', name: '/a' },
      { text: 'proxy:LDAP:/b', type: 'ldap', name: '/b' },
      { text: 'ldap:c', type: 'ldap', name: 'c' },
    ]);
  });

  it('has the maps inside of others one by one, and keeps what stands in braces together', () => {
    const names = mapNames('unionmap:{proxy:ldap:/a, pipemap:{hash:/b,ldap:/c}} inline:{{x@y = a, b}} odd').map(
      ({ text, type }) => `${type} ${text}`,
    );
    expect(names).toEqual([
      'ldap proxy:ldap:/a',
      'hash hash:/b',
      'ldap ldap:/c',
      'inline inline:{{x@y = a, b}}',
      ' odd',
    ]);
  });
});

describe('a filter for a key', () => {
  const fill = (template: string, key = 'ann@mail.example.net'): string | undefined =>
    fillKey(template, key, (text) => text.toUpperCase());

  it.each([
    ['(mail=%s)', '(mail=ANN@MAIL.EXAMPLE.NET)'],
    ['%u %d %U %D', 'ANN MAIL.EXAMPLE.NET ANN MAIL.EXAMPLE.NET'],
    ['%1 %2 %3', 'NET EXAMPLE MAIL'],
    ['100%% %x', '100% %x'],
  ])('%s becomes %s', (template, filled) => expect(fill(template)).toBe(filled));

  it.each([
    ['%4', 'ann@mail.example.net'],
    ['%d', 'ann'],
    ['%u', '@example.net'],
  ])('with %s is not asked for %s', (template, key) => expect(fill(template, key)).toBeUndefined());
});
