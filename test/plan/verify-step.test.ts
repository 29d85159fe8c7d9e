import { describe, expect, it } from 'vitest';
import { postfixBook } from '../../src/ldap/profile.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Step } from '../../src/model/plan.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { verifyStep } from '../../src/plan/verify-step.ts';
import { allSteps, applied, desiredGroup, groupEntry, operationsOf, plainOptions, stateOf } from './directory.ts';

const options = { ...plainOptions, prune: 'all' as const };
const declared = desiredGroup('hq@example.net', { members: ['ann@x'], aliases: ['a@example.net'], description: 'All' });
const stored = groupEntry('hq@example.net', ['old@x']);

describe('an entry that was read back', () => {
  const step = onlyStep([declared], [stored]);
  const [right] = applied([stored], operationsOf([step]), postfixBook);

  it('is as planned after its step', () => {
    expect(verifyStep(step, right, options)).toBeUndefined();
  });

  it('that lacks everything is told about everything', () => {
    expect(verifyStep(step, stored, options)).toBe(
      'the entry has 1 member too many, 1 member missing, other addresses than declared, another description than declared',
    );
  });

  it('that is not there, or is no group any more, is told', () => {
    expect(verifyStep(step, undefined, options)).toBe('the entry is not there');
    const account = { ...stored, attributes: [...stored.attributes, { name: 'uid', values: ['hq'] }] };
    expect(verifyStep(step, account, options)).toMatch(/^the entry is a mailbox account/);
  });

  it('that is named by another address is told', () => {
    const mail = { name: 'mail', values: ['x@example.net', 'hq@example.net'] };
    const renamed = { dn: 'mail=x@example.net,dc=x', attributes: [mail] };
    expect(verifyStep(step, renamed, options)).toMatch(/^the entry is named by x@example.net/);
  });
});

describe('an entry that was deleted', () => {
  it('is gone, or still there', () => {
    const step = onlyStep([], [stored]);
    expect(verifyStep(step, undefined, options)).toBeUndefined();
    expect(verifyStep(step, stored, options)).toBe('the entry is still there');
  });
});

function onlyStep(groups: readonly (typeof declared)[], entries: readonly Entry[]): Step {
  const [step] = allSteps(makePlan({ groups }, stateOf(entries, postfixBook), options));
  if (step === undefined) throw new Error('nothing to do');
  return step;
}
