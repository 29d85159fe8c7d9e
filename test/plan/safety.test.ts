import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/model/entry.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { HeldStep, Step } from '../../src/model/plan.ts';
import type { SafetyLimits } from '../../src/model/safety.ts';
import { exceptionsOf } from '../../src/plan/exceptions.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { addedMembers, judgeSteps, removedMembers } from '../../src/plan/safety.ts';
import { allSteps, desiredGroup, groupEntry, noLimits, plainOptions, stateOf } from './directory.ts';
import { planScene } from './safety-scene.ts';

const keyOf = (value: Value): string => String(value).toLowerCase();

describe('a threshold', () => {
  it.each([
    [{ percent: 50, floor: 2 }, 10, 5, false],
    [{ percent: 50, floor: 2 }, 10, 6, true],
    [{ percent: 50, floor: 6 }, 10, 6, false],
    [{ percent: 50, floor: 6 }, 10, 7, true],
    [{ percent: 0, floor: 0 }, 10, 1, true],
    [{ percent: 0, floor: 3 }, 3, 3, false],
    [{ percent: 100, floor: 0 }, 3, 3, false],
    [{ percent: 33, floor: 0 }, 3, 1, true],
    [{ percent: 34, floor: 0 }, 3, 1, false],
  ])('%j of %i members, %i to remove: held is %s', (perGroup, present, removed, isHeld) => {
    expect(heldBy({ ...noLimits, perGroup }, removal('a@x', present, removed)).length === 1).toBe(isHeld);
  });
});

describe('what is held', () => {
  it('says which limit it was, how much it is, and what to do', () => {
    const [held] = heldBy({ ...noLimits, perGroup: { percent: 50, floor: 5 } }, removal('a@x', 10, 8));
    expect(held).toMatchObject({
      limit: 'per-group',
      reason: 'it would lose 8 of its 10 members',
      remedy: expect.stringContaining('The limit is 50 % (at least 5).'),
    });
  });

  it('by the limit of a run is every removal, and nothing else', () => {
    const steps = [...removal('a@x', 10, 2), ...removal('b@x', 10, 2), ...removal('c@x', 10, 0)];
    const held = heldBy({ ...noLimits, perRun: { percent: 10, floor: 3 } }, steps);
    expect(held.map(({ step, limit }) => [step.change.address, limit])).toEqual([
      ['a@x', 'per-run'],
      ['b@x', 'per-run'],
    ]);
    expect(held[0]?.reason).toBe('this run would remove 4 of 30 memberships');
  });

  it('by the limit of deletions is every deletion', () => {
    const entries = ['a@x', 'b@x', 'c@x', 'd@x'].map((address) => groupEntry(address, []));
    const current = stateOf(entries, plainOptions.profile);
    const safety = { ...noLimits, deletions: { percent: 10, floor: 2 } };
    const { held } = makePlan({ groups: [desiredGroup('d@x', {})] }, current, {
      ...plainOptions,
      prune: 'all',
      safety,
    });
    expect(held.map(({ limit, reason }) => `${limit}: ${reason}`)).toEqual(
      Array.from({ length: 3 }, () => 'deletions: this run would delete 3 of 4 groups'),
    );
  });

  it('is a protected group that would be left without members, before any other limit is asked', () => {
    const safety = { ...noLimits, perGroup: { percent: 0, floor: 0 } };
    const [held] = heldBy(safety, removal('a@x', 2, 2, { protected: true }));
    expect(held).toMatchObject({ limit: 'protected', remedy: expect.stringContaining('protected: true') });
  });

  it('is never a member that stays in another spelling', () => {
    const group = desiredGroup('a@x', { members: ['m1@x', 'm2@x'] });
    const current = stateOf([groupEntry('a@x', ['M1@x', 'm2@X', 'm2@x'])], plainOptions.profile);
    const safety = { ...noLimits, perGroup: { percent: 0, floor: 0 }, perRun: { percent: 0, floor: 0 } };
    const plan = makePlan({ groups: [group] }, current, { ...plainOptions, safety, spelling: 'fix' });
    expect(plan.held).toEqual([]);
    expect(plan.summary).toMatchObject({ membersRemoved: 2, membersAdded: 1 });
  });
});

describe('a group whose manifest names members', () => {
  it('is never left without any, whatever the limits and exceptions', () => {
    const [step] = removal('a@x', 3, 1);
    if (step?.change.kind !== 'update') throw new Error('one update');
    const { change } = step;
    const emptying = { ...step, change: { ...change, members: { remove: change.current.members, add: [] } } };
    const exceptions = exceptionsOf([], [{ kind: 'removals', address: 'a@x', removals: 99 }], '2026-11-22');
    const population = { declared: 1, groups: 1, peopled: 1, memberships: 3 };
    expect(judgeSteps([emptying], noLimits, population, keyOf, exceptions)).toMatchObject({
      allowed: [],
      held: [
        {
          limit: 'empty',
          reason: 'it would be left without members, and its manifest does not say so',
          remedy: 'If nobody is to be in it, write members: [] in groups/a@x.yaml.',
        },
      ],
      exceptions: [{ state: 'unused' }],
    });
  });

  it('may lose all of them when others come', () => {
    const { held } = planScene({ limits: '', groups: 'a 3>0+1', overrides: '' });
    expect(held).toEqual([]);
  });
});

describe('the words of a held step', () => {
  it.each([
    [
      'group 50/5',
      'hq 60>19',
      '',
      'it would lose 41 of its 60 members',
      'The limit is 50 % (at least 5). Add allow: { removals: 41, until: <last day>, reason: <why> } to groups/hq@x.yaml in a reviewed commit, or run with --allow-removals hq@x=41.',
    ],
    [
      'group 50/5',
      'hq 60>19 allow=40/2026-12-05',
      '',
      'it would lose 41 of its 60 members; the exception allows 40',
      'The limit is 50 % (at least 5). Change allow in groups/hq@x.yaml to { removals: 41, until: <last day>, reason: <why> } in a reviewed commit, or run with --allow-removals hq@x=41.',
    ],
    [
      'group 50/5',
      'hq 60>19 allow=50/2026-11-21',
      '',
      'it would lose 41 of its 60 members; the exception ended on 2026-11-21',
      'The limit is 50 % (at least 5). Change allow in groups/hq@x.yaml to { removals: 41, until: <last day>, reason: <why> } in a reviewed commit, or run with --allow-removals hq@x=41.',
    ],
    [
      'group 50/5',
      'hq 60>19 allow=30/2026-12-05',
      'hq=35',
      'it would lose 41 of its 60 members; the exception allows 35',
      expect.stringContaining('--allow-removals hq@x=41.'),
    ],
    [
      'run 10/0',
      'hq 9>7',
      'hq=1',
      'this run would remove 2 of 9 memberships; the exception allows 1',
      'The limit is 10 % (at least 0). Add allow: { removals: 2, until: <last day>, reason: <why> } to groups/hq@x.yaml in a reviewed commit, or run with --allow-removals hq@x=2.',
    ],
    [
      'deletions 10/0',
      'old 12; new 1>1',
      '-old=11',
      'this run would delete 1 of 2 groups; it has 12 members, and the exception allows 11',
      'The limit is 10 % (at least 0). Run with --allow-deletion old@x=12.',
    ],
    [
      'deletions 100/9',
      'old 12; hq new 1',
      '',
      'this run would delete every group of the directory (1)',
      'Run with --allow-deletion old@x=12.',
    ],
  ])('%s, %s, %s: %s', (limits = '', groups = '', overrides = '', reason, remedy) => {
    expect(planScene({ limits, groups, overrides }).held).toMatchObject([{ reason, remedy }]);
  });

  it('name an address as a shell takes it', () => {
    const held = heldBy({ ...noLimits, perGroup: { percent: 0, floor: 0 } }, removal("o'neil&co@x", 2, 1));
    expect(held[0]?.remedy).toContain(`--allow-removals 'o'\\''neil&co@x=1'.`);
  });

  it('say that a run would take the last members', () => {
    const { held } = planScene({ limits: 'run 100/9', groups: 'a 1>0; b 2>0', overrides: '' });
    expect(held[1]).toMatchObject({
      reason: 'this run would take the last member of every group that has members (2)',
      remedy: expect.stringMatching(/^Add allow: \{ removals: 2, .* --allow-removals b@x=2\.$/),
    });
  });
});

describe('entries that are deleted under one address', () => {
  const twins = ['cn=one', 'cn=two'].map((rdn) => ({ ...groupEntry('old@x', ['m@x', 'n@x']), dn: `${rdn},dc=x` }));
  const heldWith = (removals: number): readonly HeldStep[] => {
    const current = stateOf([...twins, groupEntry('hq@x', [])], plainOptions.profile);
    const overrides = [{ kind: 'deletion' as const, address: 'OLD@x', removals }];
    const safety = { ...noLimits, deletions: { percent: 0, floor: 0 } };
    return makePlan({ groups: [desiredGroup('hq@x', {})] }, current, {
      ...plainOptions,
      prune: 'all',
      safety,
      overrides,
    }).held;
  };

  it('are covered when together they have no more members than the exception allows', () => {
    expect(heldWith(4)).toEqual([]);
    expect(heldWith(3)).toHaveLength(2);
  });
});

describe('the count of members', () => {
  it('is that of the values sent', () => {
    const [update] = removal('a@x', 5, 2);
    if (update === undefined) throw new Error('one step');
    expect([removedMembers(update.change), addedMembers(update.change)]).toEqual([2, 0]);
  });

  it('takes the members of a new group as added and those of a deleted one as not removed', () => {
    const current = stateOf([groupEntry('old@x', ['m@x'])], plainOptions.profile);
    const group = desiredGroup('new@x', { members: ['m@x', 'n@x'] });
    const steps = allSteps(makePlan({ groups: [group] }, current, { ...plainOptions, prune: 'all' }));
    expect(steps.map(({ change }) => [change.kind, addedMembers(change), removedMembers(change)])).toEqual([
      ['create', 2, 0],
      ['delete', 0, 0],
    ]);
  });
});

/** The step that takes the last members out of a group; none when nothing is removed. */
function removal(address: string, present: number, removed: number, parts: Partial<DesiredGroup> = {}): Step[] {
  const members = Array.from({ length: present }, (_, index) => `m${index}@x`);
  const group = desiredGroup(address, { ...parts, members: members.slice(0, present - removed) });
  const current = stateOf([groupEntry(address, members)], plainOptions.profile);
  return allSteps(makePlan({ groups: [group] }, current, plainOptions));
}

function heldBy(limits: SafetyLimits, steps: readonly Step[]): readonly HeldStep[] {
  const population = { declared: 3, groups: 3, peopled: 3, memberships: 30 };
  const { allowed, held } = judgeSteps(steps, limits, population, keyOf, []);
  expect(allowed.length + held.length).toBe(steps.length);
  return held;
}
