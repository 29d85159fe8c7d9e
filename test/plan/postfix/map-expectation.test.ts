import { describe, expect, it } from 'vitest';
import type { MapExpectation } from '../../../src/model/map-answer.ts';
import { isAnswered } from '../../../src/plan/postfix/map-expectation.ts';

const expectation: MapExpectation = { address: 'a@b.c', present: ['in@b.c'], absent: ['out@b.c'], gone: false };
const found = (...values: readonly string[]) => ({ kind: 'found', values }) as const;
const notFound = { kind: 'not found' } as const;

describe('an answer is what was written', () => {
  it.each([
    ['with the new member and without the old one', expectation, found('x@b.c', 'in@b.c'), true],
    ['and not while the old one is there', expectation, found('in@b.c', 'out@b.c'), false],
    ['and not before the new one is', expectation, found('x@b.c'), false],
    ['and not without an answer', expectation, notFound, false],
    ['and not after an error', expectation, { kind: 'failed', message: 'x' } as const, false],
    ['without one when the last member went', { ...expectation, present: [] }, notFound, true],
    ['without one when the group went', { ...expectation, present: [], absent: [], gone: true }, notFound, true],
    ['and not with one then', { ...expectation, present: [], absent: [], gone: true }, found('x@b.c'), false],
  ])('%s', (_name, given, answer, right) => {
    expect(isAnswered(given, answer)).toBe(right);
  });
});
