import { describe, expect, it } from 'vitest';
import { decodeEntries, decodeEntry } from '../../src/ldap/decode.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import type { Entry, Value } from '../../src/model/entry.ts';

const below = 'ou=Groups,dc=example,dc=net';

describe('an entry of a group', () => {
  it('is read with its addresses and members as stored', () => {
    const group = entry('mail=hq@example.net', { mail: ['hq@example.net'], MailGroupMember: [' ann@x ', ''] });
    expect(decodeEntry(group, postfixBook)).toEqual({
      dn: group.dn,
      address: 'hq@example.net',
      addresses: ['hq@example.net'],
      members: [' ann@x ', ''],
      entry: group,
    });
  });

  it('has no members when the attribute is not there', () => {
    expect(decodeEntry(entry('mail=hq@x', { mail: ['hq@x'] }), postfixBook)).toMatchObject({ members: [] });
  });

  it.each([
    ['mail=two@x', ['one@x', 'two@x'], 'two@x'],
    ['MAIL=TWO@x', ['one@x', 'Two@x'], 'Two@x'],
    ['cn=list', ['one@x', 'two@x'], 'one@x'],
    ['cn=list+mail=two@x', ['one@x', 'two@x'], 'two@x'],
    ['mail=three@x', ['one@x', 'two@x'], 'one@x'],
    ['mail=a b@x', ['one@x', 'a b@x'], 'one@x'],
    ['mail=#FF', ['one@x', 'two@x'], 'one@x'],
  ])('under %s with %j is known by %s', (rdn, mail, address) => {
    expect(decodeEntry(entry(rdn, { mail }), postfixBook)).toMatchObject({ address, addresses: mail });
  });

  it('is completed by the domain of the profile where it stores local parts', () => {
    const profile = { ...nisMailAlias, domain: 'example.net' };
    const group = entry('cn=zentrale', { cn: ['hq', 'zentrale', 'x@other.example'], rfc822MailMember: ['ann'] });
    expect(decodeEntry(group, profile)).toMatchObject({
      address: 'zentrale@example.net',
      addresses: ['hq@example.net', 'zentrale@example.net', 'x@other.example'],
      members: ['ann'],
    });
  });
});

describe('an entry that is refused', () => {
  it.each<[string, Record<string, readonly Value[]>, RegExp]>([
    ['one of an account', { mail: ['ann@x'], uid: ['ann'] }, /mailbox account.*uid/],
    ['one of an account, in any case', { mail: ['ann@x'], USERPASSWORD: ['x'] }, /mailbox account/],
    [
      'one of an account that names its lists',
      { mail: ['ann@x'], mailStorageDirectory: ['/m'], mailGroupMember: ['hq@x'] },
      /mailGroupMember, which then names the lists/,
    ],
    ['one without an address', { cn: ['hq'] }, /shows no mail/],
    ['one with an address that is no text', { mail: ['hq@x', Uint8Array.of(0xff)] }, /mail that is not text/],
    ['one that came in part', { mail: ['hq@x'], 'mailGroupMember;range=0-1499': ['a@x'] }, /only a part/],
    ['one with members under an option', { mail: ['hq@x'], 'mailGroupMember;x-a': ['a@x'] }, /attribute option/],
    ['one with an address under an option', { mail: ['hq@x'], 'Mail;lang-de': ['a@x'] }, /attribute option/],
  ])('is %s', (_name, attributes, message) => {
    const refused = decodeEntry(entry('cn=a', attributes), postfixBook);
    expect(refused).toMatchObject({ dn: `cn=a,${below}`, message: expect.stringMatching(message) });
    expect('hint' in refused && refused.hint).toMatch(/\.$/);
  });

  it('is not one with an option on another attribute', () => {
    const group = entry('mail=hq@x', { mail: ['hq@x'], 'description;lang-de': ['Zentrale'] });
    expect(decodeEntry(group, postfixBook)).toMatchObject({ address: 'hq@x' });
  });
});

it('groups and problems are told apart, in the order of the entries', () => {
  const entries = ['a', 'b', 'c'].map((name) =>
    entry(`cn=${name}`, name === 'b' ? { cn: [name] } : { mail: [`${name}@x`] }),
  );
  const { groups, problems } = decodeEntries(entries, postfixBook);
  expect(groups.map(({ address }) => address)).toEqual(['a@x', 'c@x']);
  expect(problems.map(({ dn }) => dn)).toEqual([`cn=b,${below}`]);
});

function entry(rdn: string, attributes: Record<string, readonly Value[]>): Entry {
  return {
    dn: `${rdn},${below}`,
    attributes: Object.entries(attributes).map(([name, values]) => ({ name, values })),
  };
}
