import { describe, expect, it } from 'vitest';
import { encodeChange, encodeInverse, newAttributes, newDn, userAttributes } from '../../src/ldap/encode.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import type { UpdateGroup } from '../../src/model/change.ts';
import { desiredGroup, groupEntry, stateOf } from '../plan/directory.ts';

const base = 'ou=Groups,dc=example,dc=net';

describe('the DN of a new entry', () => {
  it.each([
    ['hq@example.net', 'mail=hq@example.net'],
    ['a+b@example.net', 'mail=a\\+b@example.net'],
    ['#1@example.net', 'mail=\\#1@example.net'],
  ])('of %s begins with %s', (address, rdn) => {
    expect(newDn(address, postfixBook, base)).toBe(`${rdn},${base}`);
  });

  it('has the local part alone where the profile completes it', () => {
    const profile = { ...nisMailAlias, domain: 'Example.net' };
    expect(newDn('hq@example.NET', profile, base)).toBe(`cn=hq,${base}`);
    expect(newDn('hq@other.example', profile, base)).toBe(`cn=hq@other.example,${base}`);
  });
});

describe('the attributes of a new entry', () => {
  const group = desiredGroup('hq@example.net', {
    members: ['b@x', 'a@x'],
    aliases: ['z@example.net'],
    description: 'All',
    attributes: new Map([['ou', ['Berlin']]]),
  });

  it('come in a fixed order, members last and as declared', () => {
    const names = newAttributes(group, postfixBook, { mailUidNumber: '5000' }).map(({ name }) => name);
    expect(names).toEqual([
      ...['objectClass', 'mail', 'mailEnabled', 'description', 'cn', 'sn', 'mailUidNumber', 'ou', 'mailGroupMember'],
    ]);
    expect(newAttributes(group, postfixBook, {}).at(-1)).toEqual({ name: 'mailGroupMember', values: ['b@x', 'a@x'] });
  });

  it('fill every place of a template', () => {
    const filled = newAttributes(group, postfixBook, { sn: '{local} {local} {domain} {address} {other}' });
    expect(filled).toContainEqual({ name: 'sn', values: ['hq hq example.net hq@example.net {other}'] });
  });

  it('are never empty', () => {
    const bare = desiredGroup('hq@example.net', { attributes: new Map([['cn', []]]) });
    expect(newAttributes(bare, postfixBook, {}).every(({ values }) => values.length > 0)).toBe(true);
  });

  it('have no switch where the profile has none', () => {
    const off = desiredGroup('hq@example.net', { enabled: false });
    const names = newAttributes(off, { ...nisMailAlias, domain: 'example.net' }, {}).map(({ name }) => name);
    expect(names).toEqual(['objectClass', 'cn']);
  });
});

describe('an update', () => {
  const [current] = stateOf([groupEntry('hq@example.net', ['old@x', 'kept@x'])], postfixBook).groups;
  if (current === undefined) throw new Error('one group');
  const update: UpdateGroup = {
    kind: 'update',
    address: 'hq@example.net',
    dn: current.dn,
    desired: desiredGroup('hq@example.net', {}),
    current,
    rename: undefined,
    members: { remove: ['old@x'], add: ['new@x'] },
    aliases: { remove: ['HQ2@example.net'], add: ['hq3@example.net'] },
    attributes: [{ attribute: 'description', before: ['Old', Uint8Array.of(0xff)], after: [] }],
  };

  it('is one modify that deletes before it adds', () => {
    expect(encodeChange(update, postfixBook)).toEqual([
      {
        kind: 'modify',
        dn: current.dn,
        modifications: [
          { kind: 'delete', attribute: 'mail', values: ['HQ2@example.net'] },
          { kind: 'add', attribute: 'mail', values: ['hq3@example.net'] },
          { kind: 'replace', attribute: 'description', values: [] },
          { kind: 'delete', attribute: 'mailGroupMember', values: ['old@x'] },
          { kind: 'add', attribute: 'mailGroupMember', values: ['new@x'] },
        ],
      },
    ]);
  });

  it('is undone by the same parts the other way round', () => {
    expect(encodeInverse(update, postfixBook)).toEqual([
      {
        kind: 'modify',
        dn: current.dn,
        modifications: [
          { kind: 'delete', attribute: 'mailGroupMember', values: ['new@x'] },
          { kind: 'add', attribute: 'mailGroupMember', values: ['old@x'] },
          { kind: 'replace', attribute: 'description', values: ['Old', Uint8Array.of(0xff)] },
          { kind: 'delete', attribute: 'mail', values: ['hq3@example.net'] },
          { kind: 'add', attribute: 'mail', values: ['HQ2@example.net'] },
        ],
      },
    ]);
  });

  it('never adds two values that are equal for the server', () => {
    const twice = { ...update, members: { remove: [], add: ['a@x', ' a@x'] } };
    expect(encodeChange(twice, postfixBook)).toMatchObject([
      { modifications: [{}, {}, {}, { kind: 'add', values: ['a@x'] }] },
    ]);
  });
});

describe('a delete', () => {
  it('is undone by an add without what the server keeps by itself', () => {
    const operational = ['entryUUID', 'ENTRYCSN', 'modifyTimestamp', 'structuralObjectClass', 'nsUniqueId'];
    const more = operational.map((name) => ({ name, values: ['x'] }));
    const entry = groupEntry('hq@example.net', ['ann@x'], ...more);
    const [current] = stateOf([entry], postfixBook).groups;
    if (current === undefined) throw new Error('one group');
    const change = { kind: 'delete', address: 'hq@example.net', dn: entry.dn, current } as const;
    expect(encodeChange(change, postfixBook)).toEqual([{ kind: 'delete', dn: entry.dn }]);
    const plain = groupEntry('hq@example.net', ['ann@x']);
    expect(encodeInverse(change, postfixBook)).toEqual([{ kind: 'add', dn: entry.dn, attributes: plain.attributes }]);
    expect(userAttributes(entry)).toEqual(plain.attributes);
  });
});
