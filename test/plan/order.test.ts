import { expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import { inTurns, orderChanges } from '../../src/plan/order.ts';
import { createStep, deleteStep, updateStep } from '../report/plans.ts';
import { renameStep } from './renames.ts';

const steps = [
  createStep('b@x', {}),
  createStep('c@x', {}),
  updateStep('B@x', [], ['m@x'], {}),
  updateStep('a@x', [], ['m@x'], {}),
  deleteStep('a@x', []),
  deleteStep('d@x', []),
];

it('creates come first, deletes last, each by address in the order of their bytes', () => {
  expect(orderChanges([...steps].reverse())).toEqual(steps);
});

it('two entries of one address come by DN', () => {
  const [one, two] = ['cn=one', 'cn=two'].map((dn): { change: Change } => ({
    change: { ...deleteStep('a@x', []).change, dn },
  }));
  if (one === undefined || two === undefined) throw new Error('two changes');
  expect(orderChanges([two, one])).toEqual([one, two]);
});

it('the list that was given stays as it is', () => {
  const given = [...steps].reverse();
  orderChanges(given);
  expect(given).toEqual([...steps].reverse());
});

it('an address is given up before another group takes it, and creates, renames and updates go in turns', () => {
  const chain = ['c d', 'b c', 'a b'].map((pair) => renameStep(...(pair.split(' ') as [string, string])));
  const given = [updateStep('a@x', [], ['m@x'], {}), ...[...chain].reverse(), createStep('z@x', {})];
  expect(inTurns(given).map((turn) => turn.map(({ change }) => change.address))).toEqual([
    ['z@x'],
    ['d@x'],
    ['c@x'],
    ['b@x'],
    ['a@x'],
  ]);
});
