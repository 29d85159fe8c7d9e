import { describe, expect, it } from 'vitest';
import { only, said } from '../lint-scene.ts';
import { account, judge } from './directory-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('missing-accounts');
const accounts = [account('ann@x.example'), account('off@x.example', 'disabled')];
const find = (members: readonly string[], given = {}, stored = {}): readonly string[] =>
  said(judge(manifests({ hq: members }), { stored, accounts }, { rules, ...given }));

describe('the rule missing-accounts', () => {
  it('finds members of our domains without an account, in any letter case', () => {
    expect(find(['ann', 'bob', 'Carl@X.Example'])).toEqual([
      'hq.yaml:4:5 warning missing-accounts',
      'hq.yaml:5:5 warning missing-accounts',
    ]);
  });

  it('says whom it is about', () => {
    expect(judge(manifests({ hq: ['bob'] }), { stored: {}, accounts }, { rules })).toMatchObject([
      { code: 'RC514', message: 'the member "bob@x.example" has no account, so mail to it comes back to the sender' },
    ]);
  });

  it('is content with accounts, in any spelling and with an extension, disabled ones too', () => {
    expect(find(['Ann@X.example', 'ann+news@x.example', 'off'])).toEqual([]);
  });

  it('is content with groups, declared or not, by any of their addresses', () => {
    expect(find(['hq', 'hq+news@x.example', 'list', 'also'], {}, { 'list@x.example also@x.example': [] })).toEqual([]);
    expect(find(['bob'], {}, { '@x.example': ['ann@x.example'] })).toEqual([]);
  });

  it('is content with other domains', () => {
    expect(find(['bob@y.example'])).toEqual([]);
    expect(find(['bob'], { domains: ['y.example'] })).toEqual([]);
  });

  it('takes an account for a whole domain as one for each address in it', () => {
    const all = [account('@x.example')];
    expect(judge(manifests({ hq: ['bob'] }), { stored: {}, accounts: all }, { rules })).toEqual([]);
  });

  it('finds nothing when it is off, and when the accounts were not read', () => {
    expect(find(['bob'], { rules: { ...rules, 'missing-accounts': 'off' } })).toEqual([]);
    expect(judge(manifests({ hq: ['bob'] }), { stored: {} }, { rules })).toEqual([]);
  });

  it('can be excepted, and says when nothing needs the exception', () => {
    const text = (member: string): Record<string, string> => ({
      'hq.yaml': `address: hq@x.example\nmembers: [${member}]\nexceptions:\n  - rule: missing-accounts\n    reason: Starts on Monday\n    for: [bob@x.example]\n`,
    });
    expect(judge(text('bob@x.example'), { stored: {}, accounts }, { rules })).toEqual([]);
    expect(judge(text('ann@x.example'), { stored: {}, accounts }, { rules })).toMatchObject([{ code: 'RC232' }]);
    expect(judge(text('ann@x.example'), { stored: {} }, { rules })).toEqual([]);
  });
});
