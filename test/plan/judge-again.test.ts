import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import type { Step } from '../../src/model/plan.ts';
import type { SafetyLimits, Threshold } from '../../src/model/safety.ts';
import { judgeAgain } from '../../src/plan/judge-again.ts';
import type { PlanOptions } from '../../src/plan/options.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { type Replanned, replanStep } from '../../src/plan/replan.ts';
import { removedMembers } from '../../src/plan/safety.ts';
import { limits } from './arbitraries.ts';
import { desiredGroup, groupEntry, plainOptions, stateOf } from './directory.ts';

/** Some groups, each with what it had when it was planned, what it should have, and what it has when it is written. */
type Groups = readonly { readonly stored: number[]; readonly declared: number[]; readonly found: number[] }[];

const list = (minLength: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength });
const groups: fc.Arbitrary<Groups> = fc.array(fc.record({ stored: list(1), declared: list(1), found: list(1) }), {
  minLength: 2,
  maxLength: 5,
});

/** The steps of a run, with what each becomes when its entry is read again. */
function replanned(groups: Groups, safety: SafetyLimits): readonly (readonly [Step, Replanned])[] {
  const options: PlanOptions = { ...plainOptions, safety };
  const entries = (of: 'stored' | 'found'): Entry[] =>
    groups.map((group, index) => groupEntry(`g${index}@x.example`, group[of].map(person)));
  const desired = {
    groups: groups.map(({ declared }, index) => desiredGroup(`g${index}@x.example`, { members: declared.map(person) })),
  };
  const current = stateOf(entries('stored'), options.profile);
  const plan = makePlan(desired, current, options);
  const judge = judgeAgain(plan, desired, current, options);
  return plan.steps.map((step) => {
    const entry = entries('found').find(({ dn }) => dn === step.change.dn);
    return [step, replanStep(step, entry, options, judge)];
  });
}

describe('steps that are planned again', () => {
  it('remove no more members in all than were planned, or than the limit of the run allows', () => {
    fc.assert(
      fc.property(groups, limits, (now, safety) => {
        const steps = replanned(now, { ...safety, perGroup: { percent: 100, floor: 0 } });
        const planned = steps.reduce((sum, [{ change }]) => sum + removedMembers(change), 0);
        const removed = steps.reduce((sum, [, again]) => sum + lost(again), 0);
        const there = now.reduce((sum, { stored }) => sum + stored.length, 0);
        expect(removed).toBeLessThanOrEqual(Math.max(planned, most(safety.perRun, there)));
      }),
      { numRuns: 500 },
    );
  });

  it('remove no more members of one group than were planned, or than the limit of a group allows', () => {
    fc.assert(
      fc.property(groups, limits, (now, safety) => {
        const free = { percent: 100, floor: 0 };
        for (const [{ change }, again] of replanned(now, { ...safety, perRun: free })) {
          const found =
            again.kind === 'step' && again.step.change.kind === 'update' ? again.step.change.current : undefined;
          const allowed = most(safety.perGroup, found?.members.length ?? 0);
          expect(lost(again)).toBeLessThanOrEqual(Math.max(removedMembers(change), allowed));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('share one limit: the second of two groups with new surplus members is held', () => {
    const grown = { stored: [1, 2], declared: [1], found: [1, 2, 3, 4, 5, 6, 7, 8] };
    const again = replanned([grown, grown], {
      perGroup: { percent: 100, floor: 0 },
      perRun: { percent: 0, floor: 10 },
      deletions: { percent: 0, floor: 0 },
    });
    expect(again.map(([, { kind }]) => kind)).toEqual(['step', 'held']);
  });
});

function person(number: number): string {
  return `p${number}@x.example`;
}

function lost(again: Replanned): number {
  return again.kind === 'step' ? removedMembers(again.step.change) : 0;
}

function most({ percent, floor }: Threshold, total: number): number {
  return Math.max(floor, (percent * total) / 100);
}
