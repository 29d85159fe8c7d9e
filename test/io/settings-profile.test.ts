import { describe, expect, it } from 'vitest';
import { equals } from '../../src/ldap/filter.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import { least, settingsScene } from './settings-scene.ts';

const { settings, complaints } = settingsScene();

describe('the profile', () => {
  it('nis-mail-alias takes its domain from the only managed one, or from itself', async () => {
    const one = await settings(`${least}profile: nis-mail-alias\nmail: { domains: [Example.net] }\n`);
    expect(one.profile).toEqual({ ...nisMailAlias, domain: 'example.net' });
    expect(one.directory.filter).toEqual(equals('objectClass', 'nisMailAlias'));
    const own = await settings(
      `${least}profile: { extends: nis-mail-alias, domain: example.org }\nmail: { domains: [a.example, b.example] }\n`,
    );
    expect(own.profile).toEqual({ ...nisMailAlias, name: 'custom', domain: 'example.org' });
    const two = await complaints(`${least}profile: nis-mail-alias\nmail: { domains: [a.example, b.example] }\n`);
    expect(two).toHaveLength(1);
  });

  it('postfix-book keeps whole addresses, however many domains are managed', async () => {
    expect((await settings(`${least}mail: { domains: [example.net] }\n`)).profile.domain).toBeUndefined();
  });

  it('can start from another one, or be spelled out', async () => {
    const changed = await settings(`${least}profile: { extends: postfix-book, member: mailForwardingAddress }\n`);
    expect(changed.profile).toEqual({ ...postfixBook, name: 'custom', member: 'mailForwardingAddress' });
    const yaml = `${least}profile:
  objectClasses: [top, groupOfNames, mailList]
  groupClass: mailList
  address: mail
  member: rfc822Member
  memberMatching: caseIgnore
  description: description
  attributes: [owner]
`;
    const { profile, directory } = await settings(yaml);
    expect(directory.filter).toEqual(equals('objectClass', 'mailList'));
    expect(profile).toEqual({
      name: 'custom',
      objectClasses: ['top', 'groupOfNames', 'mailList'],
      groupClass: 'mailList',
      address: 'mail',
      domain: undefined,
      member: 'rfc822Member',
      memberRule: 'caseIgnore',
      rules: new Map(),
      enabled: undefined,
      description: 'description',
      defaults: {},
      allowedAttributes: ['owner'],
      ia5Attributes: [],
      accountAttributes: postfixBook.accountAttributes,
    });
  });

  it('spelled out lacks nothing unnoticed', async () => {
    expect(await complaints(`${least}profile: {}\n`)).toEqual(
      ['groupClass', 'address', 'member', 'objectClasses'].map(
        (key) => `rollcall.yaml:4:10 RC303 profile.${key} is missing`,
      ),
    );
  });
});
