import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('hyphen-addresses');
const texts = { 'hq.yaml': 'address: "-hq@x.example"\nmembers: [ann@x.example, "-f@x.example"]\n' };

describe('the rule hyphen-addresses', () => {
  it('finds addresses and members that begin with a hyphen', () => {
    expect(said(lint(texts, { rules }))).toEqual([
      'hq.yaml:1:10 warning hyphen-addresses',
      'hq.yaml:2:26 warning hyphen-addresses',
    ]);
  });

  it('is content with a hyphen inside', () => {
    expect(lint(manifests({ 'all-hq': ['a-b'] }), { rules })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(texts, { rules: { ...rules, 'hyphen-addresses': 'off' } })).toEqual([]);
  });
});
