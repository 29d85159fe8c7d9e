import { describe, expect, it } from 'vitest';
import type { Entry } from '../src/model/entry.ts';
import type { Plan } from '../src/model/plan.ts';
import { makePlan } from '../src/plan/plan.ts';
import { rehearseStep } from '../src/plan/rehearse.ts';
import {
  type Case,
  currentOf,
  desiredOf,
  entriesOf,
  expectedPlan,
  optionsOf,
  readCases,
  shownPlan,
} from './cases/case.ts';
import { allSteps, applied, content, inverseOf, noLimits, operationsOf } from './plan/directory.ts';
import { allowEverything } from './plan/overrides.ts';

const files = readCases();

describe.each([...files])('%s', (_file, cases) => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', (_name, test) => {
    const { profile } = optionsOf(test);
    const before = entriesOf(test);
    const plan = planFor(test, before);
    expect(shownPlan(plan)).toEqual(expectedPlan(test));

    for (const step of allSteps(plan)) rehearseStep(step, optionsOf(test));

    const after = applied(before, operationsOf(plan.steps), profile);
    expect(shownPlan(planFor(test, after))).toMatchObject({ operations: '', held: expectedPlan(test).held });
    expect(content(applied(after, inverseOf(plan.steps), profile))).toEqual(content(before));

    const fresh = applied([], operationsOf(planFor(test, []).steps), profile);
    expect(planFor(test, fresh).steps).toEqual([]);
  });

  it.each(cases.map((test) => [test.name, test] as const))('%s, without limits', (_name, test) => {
    const before = entriesOf(test);
    const groups = [...desiredOf(test).groups, ...currentOf(test, before).groups];
    const overrides = allowEverything(groups.map(({ address }) => address));
    const options = { ...optionsOf(test), safety: noLimits, overrides };
    const plan = makePlan(desiredOf(test), currentOf(test, before), options);
    const after = applied(before, operationsOf(plan.steps), options.profile);
    const again = makePlan(desiredOf(test), currentOf(test, after), options);
    expect([...again.steps, ...again.held.filter(({ limit }) => limit !== 'protected' && limit !== 'empty')]).toEqual(
      [],
    );
  });
});

describe('the cases', () => {
  const all = [...files.values()].flat();

  it('are at least sixty, each with a name of its own', () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });
});

function planFor(test: Case, entries: readonly Entry[]): Plan {
  return makePlan(desiredOf(test), currentOf(test, entries), optionsOf(test));
}
