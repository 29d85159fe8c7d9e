import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { Step } from '../../src/model/plan.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { RehearsalDefect, rehearseStep } from '../../src/plan/rehearse.ts';
import { allSteps, base, desiredGroup, groupEntry, plainOptions, stateOf } from './directory.ts';

const options = { ...plainOptions, prune: 'all' as const };
const stored = groupEntry('hq@example.net', ['ann@x', 'old@x'], { name: 'entryCSN', values: ['1'] });
const declared = desiredGroup('hq@example.net', { members: ['ann@x', 'new@x'] });
const { dn } = stored;

describe('a rehearsal', () => {
  it('gives the entry as it will be', () => {
    const after = rehearseStep(stepFor([declared], [stored]), options);
    expect(after?.attributes.at(-1)).toEqual({ name: 'mailGroupMember', values: ['ann@x', 'new@x'] });
  });

  it('gives the entry that will be made', () => {
    const after = rehearseStep(stepFor([declared], []), options);
    expect(after).toMatchObject({ dn });
  });

  it('gives nothing for an entry that will be gone', () => {
    expect(rehearseStep(stepFor([], [stored]), options)).toBeUndefined();
  });

  it('accepts that a deleted entry comes back with the value that it is named by', () => {
    const unnamed = { ...stored, dn: `ou=hq,${base}` };
    expect(rehearseStep(stepFor([], [unnamed]), options)).toBeUndefined();
  });
});

describe('a rehearsal finds', () => {
  const update = stepFor([declared], [stored]);
  const remove = stepFor([], [stored]);

  it.each<[string, Step, RegExp]>([
    [
      'an operation that would be refused',
      withOperations(update, modify('delete', 'nobody@x')),
      /modify would be refused: .* lacks a value/,
    ],
    ['a member that would be forgotten', withOperations(update, modify('add', 'new@x')), /would not be as declared/],
    [
      'a group that would be none',
      withOperations(update, { kind: 'modify', dn, modifications: [{ kind: 'add', attribute: 'uid', values: ['x'] }] }),
      /would not be a group/,
    ],
    ['an update that would delete', withOperations(update, { kind: 'delete', dn }), /would not be a group/],
    ['a delete that would delete nothing', withOperations(remove, modify('delete', 'old@x')), /still be there/],
    ['an inverse that would be refused', withInverse(update, modify('delete', 'nobody@x')), /modify would be refused/],
    ['an inverse that would do nothing', withInverse(update), /would not lead back/],
    ['an inverse that would forget a value', withInverse(update, modify('delete', 'new@x')), /would not lead back/],
    [
      'an inverse that would forget an attribute',
      withInverse(remove, { kind: 'add', dn, attributes: stored.attributes.slice(0, 3) }),
      /would not lead back/,
    ],
    [
      'an inverse that would add an attribute',
      withInverse(remove, { kind: 'add', dn, attributes: [...stored.attributes, { name: 'ou', values: ['x'] }] }),
      /would not lead back/,
    ],
    [
      'an inverse that would change the spelling',
      withInverse(remove, {
        kind: 'add',
        dn,
        attributes: stored.attributes.map((a) => (a.name === 'cn' ? { ...a, values: ['GROUP'] } : a)),
      }),
      /would not lead back/,
    ],
  ])('%s', (_name, step, message) => {
    expect(() => rehearseStep(step, options)).toThrow(RehearsalDefect);
    expect(() => rehearseStep(step, options)).toThrow(message);
  });
});

function stepFor(groups: readonly (typeof declared)[], entries: readonly Entry[]): Step {
  const [step] = allSteps(makePlan({ groups }, stateOf(entries, options.profile), options));
  if (step === undefined) throw new Error('nothing to do');
  return step;
}

function withOperations(step: Step, ...operations: readonly Operation[]): Step {
  return { ...step, operations };
}

function withInverse(step: Step, ...inverse: readonly Operation[]): Step {
  return { ...step, inverse };
}

function modify(kind: 'add' | 'delete', value: string): Operation {
  return { kind: 'modify', dn, modifications: [{ kind, attribute: 'mailGroupMember', values: [value] }] };
}
