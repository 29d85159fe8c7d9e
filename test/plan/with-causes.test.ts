import { describe, expect, it } from 'vitest';
import type { Cause, StepCauses } from '../../src/model/cause.ts';
import { driftOf, withCauses } from '../../src/plan/with-causes.ts';
import { planWith, updateStep } from '../report/plans.ts';

const drift: Cause = { kind: 'drift', way: 'undeclared', commit: undefined };
const unknown: Cause = { kind: 'unknown', reason: 'shallow' };

function causes(add: readonly Cause[], remove: readonly Cause[]): StepCauses {
  const none = { add: [], remove: [] };
  return { group: undefined, members: { add, remove }, aliases: none, attributes: [], lastChange: undefined };
}

const one = updateStep('one@example.net', ['bob@example.net'], ['ann@example.net'], {});
const two = updateStep('two@example.net', ['bob@example.net'], [], {});

describe('drift', () => {
  it('is what no commit made, in held steps too', () => {
    const held = [{ step: two, limit: 'per-group', reason: 'too many', remedy: 'look' }] as const;
    const steps = new Map([
      [one, causes([{ kind: 'uncommitted' }], [drift])],
      [two, causes([], [drift])],
    ]);
    const plan = withCauses(planWith({ steps: [one], held }), { steps, applied: undefined });
    expect(plan.summary.drift).toBe(2);
  });

  it('is counted as far as it is known, and not known when nothing is', () => {
    const known = new Map([[one, causes([unknown], [drift])]]);
    expect(driftOf([one, two], { steps: known, applied: undefined })).toBe(1);
    const silent = new Map([[one, causes([unknown], [unknown])]]);
    expect(driftOf([one, two], { steps: silent, applied: undefined })).toBeUndefined();
    expect(driftOf([one], { steps: new Map(), applied: undefined })).toBeUndefined();
  });

  it('is none in an empty plan', () => {
    expect(withCauses(planWith({}), { steps: new Map(), applied: undefined }).summary.drift).toBe(0);
  });

  it('leaves steps and fingerprint as they are', () => {
    const plan = planWith({ steps: [one] });
    const { causes: _causes, summary: _summary, ...rest } = withCauses(plan, { steps: new Map(), applied: undefined });
    expect(plan).toMatchObject(rest);
  });
});
