import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('empty-groups');
const text = (more: string): Record<string, string> => ({ 'hq.yaml': `address: hq@x.example\nmembers: []\n${more}` });

describe('the rule empty-groups', () => {
  it('finds a group without members', () => {
    expect(said(lint(text(''), { rules }))).toEqual(['hq.yaml:1:10 warning empty-groups']);
  });

  it.each(['enabled: false\n', 'mode: additive\n', 'mode: ignored\n'])('is content with %j', (more) => {
    expect(lint(text(more), { rules })).toEqual([]);
  });

  it('is content with a group that has somebody', () => {
    expect(lint(manifests({ hq: ['ann'] }), { rules })).toEqual([]);
  });

  it('waits for the answer of a query', () => {
    expect(lint(text('query: sales\n'), { rules })).toEqual([]);
    const nested = 'address: all@x.example\nmembers: []\ninclude: [hq@x.example]\n';
    expect(lint({ ...text('query: sales\n'), 'all.yaml': nested }, { rules })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(text(''), { rules: { ...rules, 'empty-groups': 'off' } })).toEqual([]);
  });
});
