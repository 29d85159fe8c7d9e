import { describe, expect, it } from 'vitest';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import type { Attribute, Value } from '../../src/model/entry.ts';
import type { CurrentGroup } from '../../src/model/group.ts';
import { type AdoptOptions, adoptGroup, strayAddress } from '../../src/plan/adopt-group.ts';
import { base, groupEntry, stateOf } from './directory.ts';

const options: AdoptOptions = {
  profile: postfixBook,
  localPart: 'fold',
  domains: [],
  queries: [],
  today: '2026-11-22',
};

describe('a group of the directory becomes a manifest', () => {
  it('with its members in order, each once', () => {
    const draft = adoptGroup(group(['b@x.example', ' a@x.example ', 'A@x.example']), options);
    expect(draft).toMatchObject({
      address: 'hq@example.net',
      members: ['a@x.example', 'b@x.example'],
      mode: 'authoritative',
    });
  });

  it.each([
    ['TRUE', true],
    ['FALSE', false],
    ['maybe', undefined],
  ])('with the switch %s as %s', (value, enabled) => {
    expect(adoptGroup(group([], { name: 'mailEnabled', values: [value] }), options)).toMatchObject({ enabled });
  });

  it('with a description of one line, and no other one', () => {
    const described = (...values: Value[]): unknown => adoptGroup(group([], { name: 'description', values }), options);
    expect(described('All')).toMatchObject({ description: 'All' });
    for (const values of [['a', 'b'], [' '], ['a\nb'], [Uint8Array.of(0xff)]]) {
      expect(described(...values)).toMatchObject({ description: undefined });
    }
  });

  it('with further addresses as aliases, each once', () => {
    const mail = ['one@example.net', 'hq@example.net', 'ONE@example.net'];
    expect(adoptGroup(group([], { name: 'mail', values: mail }), options)).toMatchObject({
      aliases: ['ONE@example.net'],
    });
    expect(adoptGroup(group([]), options)).toMatchObject({ aliases: undefined });
  });

  it('with bare members completed by the domain of the profile', () => {
    const profile = { ...nisMailAlias, domain: 'example.net' };
    const entry = {
      dn: `cn=hq,${base}`,
      attributes: [
        { name: 'cn', values: ['hq'] },
        { name: 'rfc822MailMember', values: ['ann'] },
      ],
    };
    const [current] = stateOf([entry], profile).groups;
    if (current === undefined) throw new Error('one group');
    const draft = adoptGroup(current, { ...options, profile });
    expect(draft).toMatchObject({ address: 'hq@example.net', members: ['ann@example.net'], enabled: undefined });
  });
});

describe('no manifest can declare', () => {
  it.each<[string, CurrentGroup, RegExp]>([
    ['a member with a name', group(['Ann <ann@x>']), /its member "Ann <ann@x>" contains an angle bracket/],
    ['a bare member', group(['ann']), /its member "ann" has no domain/],
    ['an empty member', group(['']), /its member "" is empty/],
    ['a member that is no text', group([Uint8Array.of(0xff)]), /its member "base64:\/w==" is not text/],
    [
      'an address without a domain',
      group([], { name: 'mail', values: ['hq@example.net', 'hq'] }),
      /its address "hq" has no domain/,
    ],
  ])('%s', (_name, current, problem) => {
    const result = adoptGroup(current, options);
    expect(result).toMatchObject({
      problem: expect.stringMatching(problem),
      hint: expect.stringContaining('import again'),
    });
  });

  it('an address outside the managed domains', () => {
    const result = adoptGroup(group([]), { ...options, domains: ['other.example'] });
    expect(result).toMatchObject({ problem: 'its address hq@example.net is outside mail.domains' });
    expect(adoptGroup(group([]), { ...options, domains: ['example.net'] })).toHaveProperty('members');
  });
});

describe('an address that nobody may have meant', () => {
  it('is that which the server added from the name of the entry', () => {
    const stray = group([], { name: 'mail', values: ['hq@example', 'hq@example.net'] });
    expect(strayAddress(stray)).toContain('make it the address, write previously: hq@example.net, take hq@example out');
    expect(strayAddress(group([], { name: 'mail', values: ['hq@example.net', 'b@x'] }))).toBeUndefined();
    expect(strayAddress(group([]))).toBeUndefined();
  });
});

function group(members: readonly Value[], ...attributes: readonly Attribute[]): CurrentGroup {
  const entry = groupEntry('hq@example.net', members);
  const names = attributes.map(({ name }) => name);
  const kept = entry.attributes.filter(({ name }) => !names.includes(name));
  const [current] = stateOf([{ ...entry, attributes: [...kept, ...attributes] }], postfixBook).groups;
  if (current === undefined) throw new Error('one group');
  return current;
}
