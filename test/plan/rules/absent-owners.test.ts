import { describe, expect, it } from 'vitest';
import { ruleCatalog } from '../../../src/manifest/rule-catalog.ts';
import { lint, only, said } from '../lint-scene.ts';

const rules = only('absent-owners');
const texts = {
  'hq.yaml':
    'address: hq@x.example\nmembers: [ann@x.example]\nowners: [ANN@x.example, gone@x.example, ops@x.example]\n',
  'ops.yaml': 'address: ops@x.example\nmembers: [bob@x.example]\n',
};

describe('the rule absent-owners', () => {
  it('finds owners who are a member of no group; groups may own', () => {
    expect(said(lint(texts, { rules }))).toEqual(['hq.yaml:3:25 warning absent-owners']);
  });

  it('is content without owners', () => {
    expect(lint({ 'ops.yaml': texts['ops.yaml'] }, { rules })).toEqual([]);
  });

  it('is off unless the settings say otherwise', () => {
    expect(ruleCatalog['absent-owners'].level).toBe('off');
    expect(lint(texts, { rules: { ...rules, 'absent-owners': 'off' } })).toEqual([]);
  });
});
