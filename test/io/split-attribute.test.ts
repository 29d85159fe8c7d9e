import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLdapDirectory } from '../../src/io/ldap-directory.ts';
import { present } from '../../src/ldap/filter.ts';
import { valuesOf } from '../../src/model/entry.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';

let slapd: Slapd;

beforeAll(async () => {
  slapd = await startSlapd({
    ldif: [
      'dn: mail=split@example.net,ou=Groups,ou=Mail,dc=example,dc=net',
      'objectClass: top',
      'objectClass: organizationalPerson',
      'objectClass: PostfixBookMailAccount',
      'mail: split@example.net',
      'mailGroupMember: first@example.net',
      'cn: split',
      'sn: split',
      'mailGroupMember: second@example.net',
      '',
    ].join('\n'),
  });
});

afterAll(() => slapd.stop());

describe('an entry that was loaded with the values of an attribute apart', () => {
  it('shows all of its members', async () => {
    const { reader } = await openLdapDirectory({
      urls: [slapd.url],
      bind: { kind: 'anonymous' },
      startTls: false,
      ca: undefined,
      clientCertificate: undefined,
      plaintextPassword: 'refuse',
      timeout: 10,
      retry: { tries: 1, seconds: 1 },
      pageSize: 100,
    });
    const search = { base: slapd.groupsBase, scope: 'subtree', filter: present('mail'), attributes: ['*'] } as const;
    const [entry] = await reader.search(search, () => undefined);
    await reader.close();
    expect(entry && valuesOf(entry, 'mailGroupMember')).toEqual(['first@example.net', 'second@example.net']);
  });
});
