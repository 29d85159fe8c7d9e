import { describe, expect, it } from 'vitest';
import type { Plan, Step } from '../../src/model/plan.ts';
import type { SavedStep } from '../../src/model/saved-plan.ts';
import { agreedPlan, comparePlans } from '../../src/plan/compare-plans.ts';
import { entryDigest } from '../../src/plan/fingerprint.ts';
import type { Judged } from '../../src/plan/safety.ts';
import { preconditionOf } from '../../src/plan/step.ts';
import { createStep, current, deleteStep, planWith, updateStep } from '../report/plans.ts';

type Saved = SavedStep & { readonly step: Step };

const [hq, ops] = ['hq@example.net', 'ops@example.net'];
const update = updateStep(hq, [], ['ann@example.net'], {});
const create = createStep('new@example.net', { members: ['ann@example.net'] });

function savedOf(step: Step): Saved {
  const { kind, address, dn } = step.change;
  const entry = step.change.kind === 'create' ? undefined : entryDigest(step.change.current.entry);
  const precondition = step.change.kind === 'create' ? undefined : preconditionOf(step.change.current.entry);
  return { kind, address, dn, precondition, entry, step };
}

function groupsOf(steps: readonly Step[]): ReturnType<typeof current>[] {
  return steps.flatMap(({ change }) => (change.kind === 'create' ? [] : [change.current]));
}

function compare(saved: readonly Saved[], plan: Plan, groups = groupsOf(plan.steps)): ReturnType<typeof comparePlans> {
  const judge = (steps: readonly Step[]): Judged => ({ allowed: steps, held: [], exceptions: [] });
  const state = { groups, unclear: [], elsewhere: [] };
  return comparePlans(saved, { plan, current: state, isSame: (step, one) => step === one.step, judge });
}

describe('a saved step', () => {
  it('that is planned again from the same entry is agreed on', () => {
    expect(compare([savedOf(create), savedOf(update)], planWith({ steps: [create, update] }))).toMatchObject({
      agreed: [create, update],
      ...{ done: 0, stale: [], foreign: [] },
    });
  });

  it('that is held by the plan of now, but not by itself, is agreed on', () => {
    const held = [{ step: update, limit: 'per-run', reason: 'r', remedy: 'm' } as const];
    expect(compare([savedOf(update)], planWith({ held }), groupsOf([update])).agreed).toEqual([update]);
  });

  it('for an entry that is another now is stale, also when the same would be sent', () => {
    const { stale, agreed } = compare([{ ...savedOf(update), entry: 'f00d' }], planWith({ steps: [update] }));
    expect(agreed).toEqual([]);
    expect(stale).toMatchObject([{ address: hq, reason: 'somebody changed the entry after the plan was saved' }]);
  });

  it('whose entry is gone is stale; a deletion is then done', () => {
    const gone = deleteStep(ops, ['ann@example.net']);
    const { stale, done } = compare([savedOf(update), savedOf(gone)], planWith({}), []);
    expect(stale).toMatchObject([{ reason: 'somebody deleted or renamed the entry after the plan was saved' }]);
    expect(done).toBe(1);
  });

  it('for a group in conflict is stale', () => {
    const conflicts = [{ address: hq, dns: [], message: 'two entries answer for it', hint: 'Look.' }];
    const { stale } = compare([savedOf(update)], planWith({ conflicts }), groupsOf([update]));
    expect(stale).toMatchObject([{ reason: 'it is a conflict now: two entries answer for it', hint: 'Look.' }]);
  });

  it('that nothing plans from the very same entry is foreign, and so is one that is there twice', () => {
    expect(compare([savedOf(update)], planWith({}), groupsOf([update])).foreign).toHaveLength(1);
    expect(compare([savedOf(create)], planWith({})).foreign).toHaveLength(1);
    const twice = compare([savedOf(update), savedOf(update)], planWith({ steps: [update] }));
    expect([twice.agreed.length, twice.foreign.length]).toEqual([1, 1]);
  });

  it('for a group that was created meanwhile is done when it is as declared, and stale when it is not', () => {
    const there = { ...current('new@example.net', ['ann@example.net']), dn: 'cn=new' };
    const elsewhere = { ...there, entry: { ...there.entry, dn: 'cn=new' } };
    expect(compare([savedOf(create)], planWith({}), [elsewhere])).toMatchObject({ done: 1, stale: [], foreign: [] });
    const other = updateStep('new@example.net', [], ['bob@example.net'], {});
    const moved = { ...other, change: { ...other.change, dn: 'cn=new' } };
    expect(compare([savedOf(create)], planWith({ steps: [moved] }), [elsewhere]).stale).toHaveLength(1);
  });
});

describe('the agreed steps as a plan', () => {
  it('count by themselves and say what stays out', () => {
    const other = updateStep(ops, [], ['ann@example.net'], {});
    const plan = planWith({ steps: [create, update, other] });
    const comparison = compare([savedOf(create), { ...savedOf(update), entry: 'f00d' }], plan);
    const agreed = agreedPlan(plan, comparison);
    expect(agreed.summary).toMatchObject({ create: 1, update: 0, delete: 0, membersAdded: 1 });
    expect(agreed.notes).toEqual([
      `${hq} stays out: somebody changed the entry after the plan was saved.`,
      'Changes that the saved plan does not hold: 1. They stay out; a new plan shows them.',
    ]);
  });
});
