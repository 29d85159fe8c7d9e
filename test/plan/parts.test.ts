import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dnKey } from '../../src/ldap/dn.ts';
import { operationSize } from '../../src/ldap/operation-size.ts';
import { type Entry, valuesOf } from '../../src/model/entry.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { Step } from '../../src/model/plan.ts';
import type { PlanOptions } from '../../src/plan/options.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { replanStep } from '../../src/plan/replan.ts';
import { isDone, takeBack } from '../../src/plan/take-back.ts';
import { applied, content, desiredGroup, groupEntry, operationsOf, plainOptions, stateOf } from './directory.ts';
import { allowEverything } from './overrides.ts';

/** One group on its way: its entry if there is one, its manifest if there is one, and how large a request may be. */
interface Passage {
  readonly entry: Entry | undefined;
  readonly desired: DesiredGroup | undefined;
  readonly options: PlanOptions;
}

const address = 'all@x.example';
const unlimited: PlanOptions = { ...plainOptions, prune: 'all', overrides: allowEverything([address]) };

/** Two spellings of one address are two values to the server and one member to a manifest. */
const spelled = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.boolean()).map(([number, shouts]) => {
  const text = `${'m'.repeat(20 + ((number * 7) % 50))}${number}@x.example`;
  return shouts ? text.toUpperCase() : text;
});
const members = fc
  .constantFrom(0, 1, 10, 20)
  .chain((minLength) =>
    fc.uniqueArray(spelled, { minLength, maxLength: 35, selector: (member) => member.toLowerCase() }),
  );
const description = fc.option(fc.constantFrom('Staff', 'Everyone'), { nil: undefined });

const passage: fc.Arbitrary<Passage> = fc
  .record({
    stored: fc.option(fc.record({ members, description }), { nil: undefined, freq: 4 }),
    declared: fc.option(fc.record({ members, description, enabled: fc.boolean() }), { nil: undefined, freq: 6 }),
    requestLimit: fc.integer({ min: 1700, max: 2600 }),
    spelling: fc.constantFrom('leave' as const, 'fix' as const),
  })
  .map(({ stored, declared, ...options }) => {
    const text = stored?.description === undefined ? [] : [{ name: 'description', values: [stored.description] }];
    const csn = { name: 'entryCSN', values: ['20261122120000.000000Z#000000#000#000000'] };
    return {
      entry: stored === undefined ? undefined : groupEntry(address, stored.members, ...text, csn),
      desired: declared === undefined ? undefined : desiredGroup(address, declared),
      options: { ...unlimited, ...options },
    };
  });

/** What the group is at a point of the way: after the first `done` requests of the step. */
interface Point {
  readonly step: Step;
  readonly done: number;
  readonly entry: Entry | undefined;
  readonly whole: unknown;
}

describe('a change in parts', () => {
  along('has no part above the limit', ({ step }, { options }) => {
    const sizes = [...step.operations, ...step.inverse].map(operationSize);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(options.requestLimit);
  });

  along('is the same change all in all', ({ whole, step }, now) => {
    const single = stepOf({ ...now, options: { ...now.options, requestLimit: Number.POSITIVE_INFINITY } });
    expect(single?.operations).toHaveLength(1);
    expect(whole).toEqual(contentOf(stateAfter(now, single ?? step, 1)));
  });

  along('never leaves a group empty on its way unless its manifest does', ({ done, entry }, now) => {
    if (done === 0 || entry === undefined || now.desired?.members.length === 0) return;
    expect(valuesOf(entry, 'mailGroupMember').length).toBeGreaterThan(0);
  });

  along('may be broken off anywhere: planning anew does the rest', ({ entry, whole }, now) => {
    const rest = stepOf({ ...now, entry });
    expect(contentOf(rest === undefined ? entry : stateAfter({ ...now, entry }, rest, rest.operations.length))).toEqual(
      whole,
    );
  });

  along('may be broken off anywhere: planning the step again does the rest', ({ step, entry, whole }, now) => {
    if (step.change.kind === 'delete') return;
    const rest = replanStep(step, entry, now.options, () => undefined);
    if (rest.kind === 'agrees') expect(contentOf(entry)).toEqual(whole);
    else if (rest.kind === 'step') {
      expect(contentOf(stateAfter({ ...now, entry }, rest.step, rest.step.operations.length))).toEqual(whole);
    } else expect.unreachable(rest.kind);
  });

  along('may be broken off anywhere and taken back', ({ step, done, entry }, now) => {
    const entries = entry === undefined ? [] : [entry];
    const back = applied(entries, takeBack(step, done), now.options.profile);
    expect(contentOf(back[0])).toEqual(contentOf(now.entry));
  });

  along('shows which of its requests were carried out', ({ step, done, entry }) => {
    const [last, next] = [step.operations[done - 1], step.operations[done]];
    if (last !== undefined) expect(isDone(last, entry)).toBe(true);
    if (next !== undefined) expect(isDone(next, entry)).toBe(false);
  });
});

describe('a step', () => {
  it('is the same when it is planned again from an entry that did not change', () => {
    fc.assert(
      fc.property(passage, (now) => {
        const step = stepOf(now);
        if (step === undefined) return;
        expect(replanStep(step, now.entry, now.options, () => undefined)).toEqual({ kind: 'step', step });
      }),
      { numRuns: 200 },
    );
  });
});

/** Holds at every point of the way of any step. */
function along(name: string, law: (point: Point, now: Passage) => void): void {
  it(name, () => {
    let parts = 0;
    fc.assert(
      fc.property(passage, (now) => {
        const step = stepOf(now);
        if (step === undefined) return;
        const all = step.operations.length;
        const whole = contentOf(stateAfter(now, step, all));
        parts = Math.max(parts, all);
        for (let done = 0; done <= all; done += 1) law({ step, done, entry: stateAfter(now, step, done), whole }, now);
      }),
      { numRuns: 200 },
    );
    expect(parts).toBeGreaterThan(3);
  });
}

function stepOf({ entry, desired, options }: Passage): Step | undefined {
  const groups = desired === undefined ? [] : [desired];
  // A second group on both sides, because nobody may delete the last one.
  const other = groupEntry('other@x.example', ['m1@x.example']);
  const declared = { groups: [...groups, desiredGroup('other@x.example', { members: ['m1@x.example'] })] };
  const current = stateOf(entry === undefined ? [other] : [entry, other], options.profile);
  const { steps, held } = makePlan(declared, current, options);
  expect(held).toEqual([]);
  expect(steps.length).toBeLessThanOrEqual(1);
  return steps[0];
}

function stateAfter(
  { entry, options }: Pick<Passage, 'entry' | 'options'>,
  step: Step,
  done: number,
): Entry | undefined {
  const requests = operationsOf([step]).slice(0, done);
  return applied(entry === undefined ? [] : [entry], requests, options.profile)[0];
}

function contentOf(entry: Entry | undefined): unknown {
  return entry === undefined ? undefined : content([entry]).get(dnKey(entry.dn));
}
