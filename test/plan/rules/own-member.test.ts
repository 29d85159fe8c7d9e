import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { account, judge } from './directory-scene.ts';

const rules = only('own-member');
const hq = (member: string): Record<string, string> => ({
  'hq.yaml': `address: hq@example.net\naliases: [head@example.net]\nmembers:\n  - ${member}\n`,
});

describe('the rule own-member', () => {
  it.each(['hq@example.net', 'HQ@Example.net', 'head@example.net'])('finds %s in the group itself', (member) => {
    expect(said(lint(hq(member), { rules }))).toEqual(['hq.yaml:4:5 warning own-member']);
  });

  it('says which address it is', () => {
    const [found] = lint(hq('HQ@example.net'), { rules });
    expect(found).toMatchObject({
      code: 'RC213',
      message: 'the group lists its own address "HQ@example.net" as a member',
      hint: 'Delete the entry, unless a mailbox of the same address keeps a copy of every mail.',
    });
  });

  it('keeps the letter case of local parts apart where the settings do', () => {
    expect(lint(hq('HQ@example.net'), { rules, localPart: 'exact' })).toEqual([]);
  });

  it('is content with other members', () => {
    expect(lint(hq('ann@example.net'), { rules })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(hq('hq@example.net'), { rules: { ...rules, 'own-member': 'off' } })).toEqual([]);
  });

  it('is content with a mailbox of the same address, once the accounts were read', () => {
    const accounts = [account('head@example.net')];
    expect(judge(hq('Head@example.net'), { stored: {}, accounts }, { rules })).toEqual([]);
  });

  it.each([
    [[account('ann@example.net')], 'and no account has it'],
    [[account('hq@example.net', 'disabled')], 'and its account takes no mail'],
  ])('says that there is no such mailbox', (accounts, words) => {
    expect(judge(hq('hq@example.net'), { stored: {}, accounts }, { rules })).toMatchObject([
      { code: 'RC213', message: `the group lists its own address "hq@example.net" as a member, ${words}` },
    ]);
  });

  it('is not judged a second time where the accounts were not read', () => {
    expect(judge(hq('hq@example.net'), { stored: {} }, { rules })).toEqual([]);
  });
});
