import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/model/entry.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { HeldStep, Step } from '../../src/model/plan.ts';
import type { SafetyLimits } from '../../src/model/safety.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { addedMembers, judgeSteps, removedMembers } from '../../src/plan/safety.ts';
import { allSteps, desiredGroup, groupEntry, noLimits, plainOptions, stateOf } from './directory.ts';

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
