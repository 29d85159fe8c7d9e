import { describe, expect, it } from 'vitest';
import { only, said } from '../lint-scene.ts';
import { account, judge } from './directory-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('disabled-accounts');
const off = account('off@x.example', 'disabled');
const texts = manifests({ hq: ['off', 'ann', 'nobody'], ops: ['Off+news@x.example'] });

describe('the rule disabled-accounts', () => {
  it('finds members whose account takes no mail, and says so', () => {
    const found = judge(texts, { stored: {}, accounts: [off, account('ann@x.example')] }, { rules });
    expect(said(found)).toEqual(['hq.yaml:3:5 warning disabled-accounts', 'ops.yaml:3:5 warning disabled-accounts']);
    expect(found[0]).toMatchObject({
      code: 'RC515',
      message: 'the account of the member "off@x.example" takes no mail',
    });
  });

  it('is content where another account with the address takes mail', () => {
    for (const accounts of [
      [off, account('OFF@x.example')],
      [account('OFF@x.example'), off],
    ]) {
      expect(judge(texts, { stored: {}, accounts }, { rules })).toEqual([]);
    }
  });

  it('is content where a group answers for the address', () => {
    const stored = { 'off@x.example': ['ann@x.example'] };
    expect(judge(manifests({ hq: ['off'] }), { stored, accounts: [off] }, { rules })).toEqual([]);
  });

  it('finds nothing when it is off, and when the accounts were not read', () => {
    const given = { rules: { ...rules, 'disabled-accounts': 'off' } } as const;
    expect(judge(texts, { stored: {}, accounts: [off] }, given)).toEqual([]);
    expect(judge(texts, { stored: {} }, { rules })).toEqual([]);
  });
});
