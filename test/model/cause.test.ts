import { describe, expect, it } from 'vitest';
import { type Cause, causingCommits } from '../../src/model/cause.ts';
import { commit } from '../plan/histories.ts';

describe('the commits that causes name', () => {
  it('are each there once, a merge with the writers of all groups that it changed', () => {
    const [ann, bea] = [
      { name: 'Ann', email: 'ann@x' },
      { name: 'Bea', email: 'bea@x' },
    ];
    const merge = (...writers: readonly (typeof ann)[]): Cause => {
      return { kind: 'declared', commit: { ...commit('1'), writers } };
    };
    const drift: Cause = { kind: 'drift', way: 'undeclared', commit: undefined };
    const removed: Cause = { kind: 'removed', commit: commit('2') };
    expect(causingCommits([merge(bea), drift, removed, merge(ann, bea)])).toEqual([
      { ...commit('1'), writers: [bea, ann] },
      commit('2'),
    ]);
  });
});
