import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/plan/plan.ts';
import { desiredGroup, groupEntry, plainOptions, stateOf } from './directory.ts';

describe('a plan', () => {
  it('for nothing is an empty plan', () => {
    const plan = makePlan({ groups: [] }, { groups: [], unclear: [], elsewhere: [] }, plainOptions);
    expect(plan).toMatchObject({ target: plainOptions.target, steps: [], held: [], conflicts: [], notes: [] });
    expect(Object.values(plan.summary).every((count) => count === 0)).toBe(true);
  });

  it('remembers which version of an entry it was made for', () => {
    const versioned = groupEntry(
      'hq@example.net',
      [],
      { name: 'entryUUID', values: ['7a1c0f1e'] },
      { name: 'entryCSN', values: ['20261122120000.000000Z#000000#000#000000'] },
    );
    const groups = ['hq@example.net', 'ops@example.net', 'new@example.net'].map((address) =>
      desiredGroup(address, { members: ['ann@x'] }),
    );
    const current = stateOf([versioned, groupEntry('ops@example.net', [])], plainOptions.profile);
    expect(makePlan({ groups }, current, plainOptions).steps.map(({ precondition }) => precondition)).toEqual([
      undefined,
      { entryUuid: '7a1c0f1e', entryCsn: '20261122120000.000000Z#000000#000#000000' },
      { entryUuid: undefined, entryCsn: undefined },
    ]);
  });

  it('counts every declared group once', () => {
    const groups = [
      desiredGroup('same@x', { members: ['m@x'] }),
      desiredGroup('new@x', { members: ['m@x', 'n@x'] }),
      desiredGroup('less@x', { members: ['M@x'] }),
      desiredGroup('twice@x', {}),
      desiredGroup('ignored@x', { mode: 'ignored' }),
      desiredGroup('kept@x', { protected: true }),
    ];
    const entries = [
      groupEntry('same@x', ['m@x']),
      groupEntry('less@x', ['m@x', 'n@x']),
      groupEntry('twice@x', []),
      { ...groupEntry('twice@x', []), dn: 'cn=twice,dc=x' },
      groupEntry('kept@x', ['m@x']),
      groupEntry('other@x', ['m@x']),
    ];
    const { summary } = makePlan({ groups }, stateOf(entries, plainOptions.profile), plainOptions);
    expect(summary).toEqual({
      declared: 6,
      unchanged: 1,
      create: 1,
      update: 1,
      delete: 0,
      membersAdded: 2,
      membersRemoved: 1,
      held: 1,
      conflicts: 1,
      unmanaged: 1,
      ignored: 1,
      spelling: 1,
    });
  });

  it('adds one member to a large group by one value', () => {
    const members = Array.from({ length: 100_000 }, (_, index) => `user${index}@example.net`);
    const group = desiredGroup('all@example.net', { members: [...members, 'new@example.net'] });
    const current = stateOf([groupEntry('all@example.net', members)], plainOptions.profile);
    expect(makePlan({ groups: [group] }, current, plainOptions).steps[0]?.operations).toEqual([
      {
        kind: 'modify',
        dn: 'mail=all@example.net,ou=Groups,ou=Mail,dc=example,dc=net',
        modifications: [{ kind: 'add', attribute: 'mailGroupMember', values: ['new@example.net'] }],
      },
    ]);
  });
});
