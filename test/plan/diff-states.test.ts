import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import { addressOf, type ComparisonOptions, diffStates } from '../../src/plan/diff-states.ts';
import { desiredGroup } from './directory.ts';

const options: ComparisonOptions = {
  ...{ profile: postfixBook, localPart: 'fold' },
  ...{ today: '2026-11-22', upcomingDays: 14 },
};
const none: ReadonlySet<string> = new Set();

function compare(before: readonly DesiredGroup[], after: readonly DesiredGroup[], invalid = none): Comparison {
  return diffStates({ groups: before, invalid }, { groups: after }, options);
}

const group = (address: string, parts: Partial<DesiredGroup> = {}): DesiredGroup =>
  desiredGroup(address, { file: `groups/${address.split('@')[0]}.yaml`, members: ['ann@x.example'], ...parts });

describe('no difference', () => {
  it.each<[string, Partial<DesiredGroup>]>([
    ['a file that moved', { file: 'groups/elsewhere/hq.yaml' }],
    ['members in another order', { members: ['b@x.example', 'a@x.example'] }],
    ['owners and attributes in another order', { owners: ['b@x.example', 'a@x.example'] }],
    ['a reason that was written anew', { reasons: new Map([['a@x.example', 'other']]) }],
  ])('is made by %s', (_, parts) => {
    const base = { members: ['a@x.example', 'b@x.example'], owners: ['a@x.example', 'b@x.example'] };
    const { changes, summary } = compare([group('hq@x.example', base)], [group('hq@x.example', { ...base, ...parts })]);
    expect({ changes, unchanged: summary.unchanged }).toEqual({ changes: [], unchanged: 1 });
  });

  it('is made by another spelling, which is told apart', () => {
    const { changes, spelling } = compare(
      [group('hq@x.example', { members: ['Ann@X.example'], aliases: ['h@x.example'] })],
      [group('HQ@x.example', { members: ['ann@x.example'], aliases: ['H@x.example'] })],
    );
    expect(changes).toEqual([]);
    expect(spelling.map(({ before, after }) => `${before} ${after}`)).toEqual([
      'hq@x.example HQ@x.example',
      'h@x.example H@x.example',
      'Ann@X.example ann@x.example',
    ]);
  });

  it('is what a profile takes for the same', () => {
    const [before, after] = [
      group('hq@x.example', { members: ['A@x.example'] }),
      group('hq@x.example', { members: ['a@x.example'] }),
    ];
    const exact = diffStates(
      { groups: [before], invalid: none },
      { groups: [after] },
      { ...options, localPart: 'exact' },
    );
    expect(exact.summary).toMatchObject({ changed: 1, joins: 1, leaves: 1, mayJoin: 0, mayLeave: 0 });
    const folding = { ...options, profile: { ...nisMailAlias, domain: 'x.example' }, localPart: 'exact' } as const;
    expect(diffStates({ groups: [before], invalid: none }, { groups: [after] }, folding).changes).toEqual([]);
  });
});

describe('a changed group', () => {
  it('tells who joins and who leaves with their reasons, aliases, and every other key', () => {
    const before = group('hq@x.example', {
      members: ['ann@x.example', 'bob@x.example'],
      reasons: new Map([['bob@x.example', 'guest']]),
      aliases: ['old@x.example'],
      description: 'Old',
      enabled: true,
      owners: ['ann@x.example'],
      attributes: new Map([['telephoneNumber', ['1', '2']]]),
    });
    const after = group('hq@x.example', {
      members: ['ann@x.example', 'carl@x.example'],
      reasons: new Map([['carl@x.example', 'project']]),
      aliases: ['new@x.example'],
      mode: 'additive',
      protected: true,
      attributes: new Map([['telephoneNumber', ['2', '3']]]),
      allow: { removals: 4, until: '2026-12-05', reason: 'move' },
    });
    expect(compare([before], [after]).changes).toEqual([
      {
        ...{ kind: 'changed', before, after, isPassedOn: false },
        joins: [{ address: 'carl@x.example', reason: 'project', via: [], unsure: [] }],
        leaves: [{ address: 'bob@x.example', reason: 'guest', via: [], unsure: [] }],
        aliases: { add: ['new@x.example'], remove: ['old@x.example'] },
        keys: [
          { key: 'description', before: ['Old'], after: [] },
          { key: 'enabled', before: ['true'], after: [] },
          { key: 'mode', before: ['authoritative'], after: ['additive'] },
          { key: 'protected', before: ['false'], after: ['true'] },
          { key: 'owners', before: ['ann@x.example'], after: [] },
          { key: 'allow', before: [], after: ['4 removals until 2026-12-05: move'] },
          { key: 'attributes.telephoneNumber', before: ['1', '2'], after: ['2', '3'] },
        ],
      },
    ]);
  });
});

describe('another address', () => {
  const members = ['a@x.example', 'b@x.example', 'c@x.example'];
  const kinds = ({ changes }: Comparison): readonly string[] =>
    changes.map((change) => {
      const like = change.kind === 'new' ? change.formerly : change.kind === 'gone' ? change.becomes : undefined;
      return `${change.kind} ${addressOf(change)} ${like ?? '-'}`;
    });

  it('makes a new group that looks like the gone one when the file is the same', () => {
    const before = group('old@x.example', { file: 'groups/a.yaml', members: [] });
    const after = group('new@x.example', { file: 'groups/a.yaml', members });
    expect(kinds(compare([before], [after]))).toEqual([
      'new new@x.example old@x.example',
      'gone old@x.example new@x.example',
    ]);
  });

  it('does so when half of the members are the same, and not when fewer are', () => {
    const before = group('old@x.example', { members: [...members, 'd@x.example'] });
    const half = group('new@x.example', { members: ['A@x.example', 'b@x.example'] });
    expect(kinds(compare([before], [half]))).toEqual([
      'new new@x.example old@x.example',
      'gone old@x.example new@x.example',
    ]);
    const fewer = group('new@x.example', { members: ['a@x.example'] });
    expect(kinds(compare([before], [fewer]))).toEqual(['new new@x.example -', 'gone old@x.example -']);
  });

  it('pairs each group once, with the one that is most alike', () => {
    const gone = [group('o1@x.example', { members }), group('o2@x.example', { members })];
    const added = [group('n1@x.example', { members: members.slice(1) }), group('n2@x.example', { members })];
    expect(kinds(compare(gone, added))).toEqual([
      'new n1@x.example o2@x.example',
      'new n2@x.example o1@x.example',
      'gone o1@x.example n2@x.example',
      'gone o2@x.example n1@x.example',
    ]);
    expect(kinds(compare([group('o@x.example', { members: [] })], [group('n@x.example', { members: [] })]))).toEqual([
      'new n@x.example -',
      'gone o@x.example -',
    ]);
  });
});

describe('a manifest that was not valid at the base', () => {
  it('makes its group unclear, and never new', () => {
    const [known, repaired] = [group('a@x.example'), group('b@x.example')];
    const { changes, unclear, summary } = compare([known], [known, repaired], new Set([repaired.file]));
    expect({ changes, unclear }).toEqual({ changes: [], unclear: [repaired] });
    expect(summary).toEqual({
      new: 0,
      changed: 0,
      gone: 0,
      unchanged: 1,
      unclear: 1,
      joins: 0,
      leaves: 0,
      mayJoin: 0,
      mayLeave: 0,
    });
  });
});

describe('any two states', () => {
  const people = ['a', 'b', 'c', 'd'].map((name) => `${name}@x.example`);
  const groups = fc
    .uniqueArray(fc.constantFrom('g1', 'g2', 'g3', 'g4'), { maxLength: 4 })
    .chain((names) =>
      fc.tuple(...names.map((name) => fc.subarray(people).map((members) => group(`${name}@x.example`, { members })))),
    );

  it('differ from themselves in nothing, and the other way round in the opposite', () => {
    fc.assert(
      fc.property(groups, groups, (before, after) => {
        expect(compare(before, before).changes).toEqual([]);
        const { summary: there } = compare(before, after);
        const { summary: back } = compare(after, before);
        expect(back).toEqual({ ...there, new: there.gone, gone: there.new, joins: there.leaves, leaves: there.joins });
      }),
    );
  });

  it('lead from one to the other by what joins and leaves', () => {
    fc.assert(
      fc.property(groups, groups, (before, after) => {
        const members = new Map(before.map((one) => [one.address, new Set(one.members)]));
        for (const change of compare(before, after).changes) {
          if (change.kind === 'gone') members.delete(change.group.address);
          if (change.kind === 'new') members.set(change.group.address, new Set(change.group.members));
          if (change.kind !== 'changed') continue;
          for (const { address } of change.leaves) members.get(change.after.address)?.delete(address);
          for (const { address } of change.joins) members.get(change.after.address)?.add(address);
        }
        expect(members).toEqual(new Map(after.map((one) => [one.address, new Set(one.members)])));
      }),
    );
  });
});
