import { expect, it } from 'vitest';
import { fingerprint } from '../../src/plan/fingerprint.ts';
import { createStep, deleteStep, updateStep } from '../report/plans.ts';

const target = { url: 'ldap://x', base: 'dc=x' };
const steps = [createStep('a@x', {}), updateStep('b@x', [Uint8Array.of(0xff)], ['m@x'], {})];

it('a fingerprint is 64 hexadecimal digits and always the same', () => {
  expect(fingerprint(target, steps)).toBe('9a53d276d3b6fab41a9ae71c1b53503e3a9396093434d8129ad980238ae96a10');
  expect(fingerprint({ ...target }, [...steps])).toBe(fingerprint(target, steps));
});

it('another target, operation, value or order is another fingerprint', () => {
  const others = [
    fingerprint({ ...target, url: 'ldap://y' }, steps),
    fingerprint({ ...target, base: 'dc=y' }, steps),
    fingerprint(target, steps.slice(0, 1)),
    fingerprint(target, [...steps].reverse()),
    fingerprint(target, [...steps, deleteStep('c@x', [])]),
    fingerprint(target, [createStep('a@x', {}), updateStep('b@x', [Uint8Array.of(0xfe)], ['m@x'], {})]),
    fingerprint(target, [createStep('a@x', {}), updateStep('b@x', ['/w=='], ['m@x'], {})]),
    fingerprint(target, []),
  ];
  expect(new Set([...others, fingerprint(target, steps)]).size).toBe(others.length + 1);
});

it('reasons and preconditions do not count', () => {
  const [create, update] = steps;
  if (create === undefined || update === undefined) throw new Error('two steps');
  const other = [create, { ...update, precondition: undefined, inverse: [] }];
  expect(fingerprint(target, other)).toBe(fingerprint(target, steps));
});
