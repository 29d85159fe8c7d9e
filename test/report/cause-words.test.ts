import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/model/history.ts';
import { writerWords } from '../../src/report/cause-words.ts';
import { plainWords } from '../../src/report/change-text.ts';
import { commit } from '../plan/histories.ts';

const [ann, bea, carl]: Person[] = ['Ann', 'Bea', 'Carl'].map((name) => ({ name, email: `${name}@x` }));

describe('who wrote a commit', () => {
  it.each([
    ['its author', [], 'Ann'],
    ['of a merge: who wrote what it brought, before who merged it', [bea], 'Bea, merged by Ann'],
    ['of several the first one, with a count', [bea, carl, ann], 'Bea and 2 more, merged by Ann'],
    ['one name, where people merge what they wrote, from whichever address', [{ name: 'Ann', email: 'a@y' }], 'Ann'],
  ])('is %s', (_, writers, words) => {
    expect(plainWords(writerWords({ ...commit('1'), writers: writers.flatMap((one) => one ?? []) }))).toBe(words);
  });
});
