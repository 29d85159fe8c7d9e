import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('forbidden-domains');
const texts = manifests({ hq: ['ann', 'bob@Mail.Example', 'eve@a.old.example', 'kim@old.example'] });
const forbiddenDomains = ['mail.example', '*.old.example'];

describe('the rule forbidden-domains', () => {
  it('finds members by domain and by pattern, in any letter case', () => {
    expect(said(lint(texts, { rules, forbiddenDomains }))).toEqual([
      'hq.yaml:4:5 error forbidden-domains',
      'hq.yaml:5:5 error forbidden-domains',
    ]);
  });

  it('is content with others, and when no domain is forbidden', () => {
    expect(lint(texts, { rules, forbiddenDomains: ['example', 'x.exampl'] })).toEqual([]);
    expect(lint(texts, { rules, forbiddenDomains: [] })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(texts, { rules: { ...rules, 'forbidden-domains': 'off' }, forbiddenDomains })).toEqual([]);
  });
});
