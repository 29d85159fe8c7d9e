import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeAddress, nisMailAlias, postfixBook, profiles, storedAddress } from '../../src/ldap/profile.ts';
import { address } from '../manifest/sample.ts';

const nis = { ...nisMailAlias, domain: 'example.net' };

describe('the profiles', () => {
  it('are listed under their names', () => {
    for (const [name, profile] of Object.entries(profiles)) expect(profile.name).toBe(name);
    expect(Object.keys(profiles)).toEqual(['postfix-book', 'nis-mail-alias']);
  });

  it.each(Object.values(profiles))('$name gives new entries the class that marks groups', (profile) => {
    expect(profile.objectClasses).toContain(profile.groupClass);
  });

  it.each(Object.values(profiles))('$name compares names in lower case', ({ accountAttributes, ia5Attributes }) => {
    for (const name of [...accountAttributes, ...ia5Attributes]) expect(name).toBe(name.toLowerCase());
  });

  it.each(Object.values(profiles))('$name lets no manifest set what has a key of its own', (profile) => {
    const own = [profile.address, profile.member, profile.enabled?.attribute, profile.description, 'objectClass'];
    const names = own.map((name) => name?.toLowerCase());
    expect(profile.allowedAttributes.filter((name) => names.includes(name.toLowerCase()))).toEqual([]);
    expect(profile.allowedAttributes.filter((name) => profile.accountAttributes.includes(name.toLowerCase()))).toEqual(
      [],
    );
  });
});

describe('an address', () => {
  it('is stored whole without a domain of the profile', () => {
    expect(storedAddress('hq@example.net', postfixBook)).toBe('hq@example.net');
    expect(completeAddress('hq', postfixBook)).toBe('hq');
  });

  it('is stored as its local part within the domain of the profile, in any case of the domain', () => {
    expect(storedAddress('Hq@EXAMPLE.net', nis)).toBe('Hq');
    expect(storedAddress('hq@sub.example.net', nis)).toBe('hq@sub.example.net');
  });

  it('comes back complete', () => {
    fc.assert(
      fc.property(address, fc.boolean(), (text, inDomain) => {
        const given = inDomain ? text.replace(/@.*/, '@example.net') : text;
        expect(completeAddress(storedAddress(given, nis), nis)).toBe(given);
      }),
    );
  });
});
