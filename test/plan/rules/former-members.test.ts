import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';

const rules = only('former-members');
const hq = (lines: string): string => `address: hq@example.net\n${lines}members: [ann@example.net]\n`;
const ops = 'address: ops@example.net\nmembers:\n  - bob@example.net\n  - All-HQ@example.net\n';

describe('the rule former-members', () => {
  it('finds members that are former addresses, in any letter case', () => {
    const texts = { 'hq.yaml': hq('previously: all-hq@example.net\n'), 'ops.yaml': ops };
    expect(said(lint(texts, { rules }))).toEqual(['ops.yaml:4:5 warning former-members']);
  });

  it('is content with a former address that is an alias, and with one that another group has by now', () => {
    const kept = hq('previously: all-hq@example.net\naliases: [all-hq@example.net]\n');
    expect(lint({ 'hq.yaml': kept, 'ops.yaml': ops }, { rules })).toEqual([]);
    const passed = 'address: all-hq@example.net\npreviously: all@example.net\nmembers: []\n';
    const texts = { 'hq.yaml': hq('previously: all-hq@example.net\n'), 'ops.yaml': ops, 'x.yaml': passed };
    expect(lint(texts, { rules })).toEqual([]);
  });

  it('finds nothing without former addresses, and when it is off', () => {
    expect(lint({ 'hq.yaml': hq(''), 'ops.yaml': ops }, { rules })).toEqual([]);
    const texts = { 'hq.yaml': hq('previously: all-hq@example.net\n'), 'ops.yaml': ops };
    expect(lint(texts, { rules: { ...rules, 'former-members': 'off' } })).toEqual([]);
  });
});
