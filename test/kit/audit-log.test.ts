import { describe, expect, it } from 'vitest';
import { parseAuditLog } from './audit-log.ts';

const LOG = `# modify 1700000000 dc=example,dc=net cn=rollcall,dc=example,dc=net conn=1
dn: mail=hq@example.net,dc=example,dc=net
changetype: modify
delete: mailGroupMember
mailGroupMember: delete
-
add: mailGroupMember
mailGroupMember: a-long-
 address@example.net
mailGroupMember:: IGFAeCA=
-
replace: entryCSN
entryCSN: 20260101000000.000000Z#000000#000#000000
-
# end modify 1700000000

# delete 1700000001 dc=example,dc=net cn=rollcall,dc=example,dc=net conn=1
dn: mail=hq@example.net,dc=example,dc=net
changetype: delete
# end delete 1700000001

`;

describe('the audit log reader', () => {
  it('gives what was asked for, unfolded and decoded, in order', () => {
    expect(parseAuditLog(LOG).map(({ changetype, changes }) => ({ changetype, changes }))).toEqual([
      {
        changetype: 'modify',
        changes: [
          { op: 'delete', attribute: 'mailGroupMember', values: ['delete'] },
          { op: 'add', attribute: 'mailGroupMember', values: ['a-long-address@example.net', ' a@x '] },
        ],
      },
      { changetype: 'delete', changes: [] },
    ]);
  });

  it('reads nothing from an empty log', () => {
    expect(parseAuditLog('')).toEqual([]);
  });
});
