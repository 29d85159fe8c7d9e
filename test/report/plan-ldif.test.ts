import { describe, expect, it } from 'vitest';
import { planToLdif, undoToLdif } from '../../src/report/plan-ldif.ts';
import { mediumPlan, planWith } from './plans.ts';

describe('a plan as LDIF', () => {
  it('has comments first and then the operations in the order to send', () => {
    expect(planToLdif(mediumPlan())).toMatchInlineSnapshot(`
      "# Rollcall plan
      # target: ldap://ldap.example.net ou=Groups,ou=Mail,dc=example,dc=net
      # fingerprint: f00d
      # Plan: 1 to create, 2 to update, 1 to delete; 4 members to add, 3 to remove. 12 unchanged, 1 held, 1 conflict, 1 unmanaged, 1 difference of spelling.
      version: 1

      dn: mail=ops@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      changetype: add
      mail: ops@example.net
      mailGroupMember: ann@example.net
      mailGroupMember: contractor@partner.example

      dn: mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      changetype: modify
      delete: mailGroupMember
      mailGroupMember: Bob@example.net
      -
      add: mailGroupMember
      mailGroupMember: cleo@example.net
      mailGroupMember: dora@example.net
      -

      dn: mail=odd@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      changetype: modify
      delete: mailGroupMember
      mailGroupMember:: IGJsYW5rQGV4YW1wbGUubmV0IA==
      mailGroupMember:: /0E=
      -

      dn: mail=old@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      changetype: delete
      "
    `);
  });

  it('has a version line and no record when nothing is to do', () => {
    expect(planToLdif(planWith({ unchanged: 1 }))).toMatchInlineSnapshot(`
      "# Rollcall plan
      # target: ldap://ldap.example.net ou=Groups,ou=Mail,dc=example,dc=net
      # fingerprint: f00d
      # Nothing to do: 1 group agrees with the directory.
      version: 1
      "
    `);
  });

  it('is taken back by the inverse operations, the last step first', () => {
    const dns = undoToLdif(mediumPlan().steps).match(/^(dn: mail=\w+|changetype: \w+)/gm);
    expect(dns).toEqual([
      ...['dn: mail=old', 'changetype: add', 'dn: mail=odd', 'changetype: modify'],
      ...['dn: mail=hq', 'changetype: modify', 'dn: mail=ops', 'changetype: delete'],
    ]);
  });
});
