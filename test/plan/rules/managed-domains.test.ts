import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';

const rules = only('managed-domains');
const texts = {
  'hq.yaml': 'address: hq@example.net\nmembers: [ann@elsewhere.example]\naliases: [hq@EXAMPLE.org, hq@example.com]\n',
};

describe('the rule managed-domains', () => {
  it('finds addresses and aliases in other domains', () => {
    expect(said(lint(texts, { rules, domains: ['example.net', 'example.org'] }))).toEqual([
      'hq.yaml:3:27 error managed-domains',
    ]);
  });

  it('is content when every domain is managed, or none is named', () => {
    expect(lint(texts, { rules, domains: ['example.net', 'Example.ORG', 'example.com'] })).toEqual([]);
    expect(lint(texts, { rules, domains: [] })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(texts, { rules: { ...rules, 'managed-domains': 'off' }, domains: ['example.net'] })).toEqual([]);
  });

  it('says nothing more about an address that is none', () => {
    const broken = { 'hq.yaml': 'address: hq\nmembers: []\n' };
    expect(said(lint(broken, { rules, domains: ['example.net'] }))).toEqual(['hq.yaml:1:10 error RC210']);
  });
});
