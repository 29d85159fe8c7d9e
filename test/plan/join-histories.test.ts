import { describe, expect, it } from 'vitest';
import { joinHistories } from '../../src/plan/join-histories.ts';
import { declared, history, version } from './histories.ts';

const former = (words: string): ReturnType<typeof declared> => declared(words, { address: 'all-hq' });
const wordsOf = ({ versions }: ReturnType<typeof joinHistories>): readonly string[] =>
  versions.map(({ commit, declared: group }) => `${commit.hash} ${group?.address ?? 'gone'}`);

describe('the history of a group that had another address', () => {
  const old = history([version('1', former('ann')), version('2', former('ann bob')), version('3', undefined)]);

  it('goes on where the former address ended', () => {
    const own = history([version('3', 'ann bob'), version('4', 'ann')], { text: 'now' });
    const joined = joinHistories(own, { ...old, before: former('eve'), end: 'shallow', begins: '1' });
    expect(wordsOf(joined)).toEqual(['1 all-hq', '2 all-hq', '3 hq', '4 hq']);
    expect(joined).toMatchObject({ text: 'now', end: 'shallow', before: { address: 'all-hq' } });
  });

  it('leaves out what another group did with the former address later', () => {
    const next = history([version('1', former('ann')), version('3', former('eve')), version('5', former('eve kim'))]);
    expect(wordsOf(joinHistories(history([version('3', 'ann')]), next))).toEqual(['1 all-hq', '3 hq']);
  });

  it('is that of the former address while no commit declares the new one, and its own where more was not read', () => {
    expect(joinHistories(history([]), old)).toBe(old);
    const own = history([], { before: declared('ann'), end: 'unread' });
    expect(joinHistories(own, old)).toBe(own);
  });

  it('takes what was applied under the former address when it was not under the new one', () => {
    const own = history([version('3', 'ann')], { applied: { declared: undefined } });
    const applied = { declared: former('ann') };
    expect(joinHistories(own, { ...old, applied }).applied).toBe(applied);
    const both = { ...own, applied: { declared: declared('bob') } };
    expect(joinHistories(both, { ...old, applied }).applied).toBe(both.applied);
  });
});
