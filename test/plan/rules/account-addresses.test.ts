import { describe, expect, it } from 'vitest';
import { only, said } from '../lint-scene.ts';
import { account, judge } from './directory-scene.ts';

const rules = only('account-addresses');
const accounts = [account('ann@x.example'), account('off@x.example', 'disabled')];
const find = (text: string, given = {}): readonly string[] =>
  said(judge({ 'hq.yaml': text }, { stored: {}, accounts }, { rules, ...given }));

describe('the rule account-addresses', () => {
  it('finds a group with the address of an account, as its address or as an alias', () => {
    expect(find('address: Ann@X.example\nmembers: [bob@x.example]\n')).toEqual([
      'hq.yaml:1:10 error account-addresses',
    ]);
    expect(find('address: hq@x.example\naliases: [ann@x.example]\nmembers: [bob@x.example]\n')).toEqual([
      'hq.yaml:2:11 error account-addresses',
    ]);
  });

  it('names the account', () => {
    const text = 'address: ann@x.example\nmembers: [bob@x.example]\n';
    expect(judge({ 'hq.yaml': text }, { stored: {}, accounts }, { rules })).toMatchObject([
      {
        code: 'RC516',
        message: 'the address "ann@x.example" belongs to the account "uid=ann@x.example", and the group takes its mail',
      },
    ]);
  });

  it('is content where the group leaves the mailbox its mail', () => {
    expect(find('address: ann@x.example\nmembers: [bob@x.example, ANN@x.example]\n')).toEqual([]);
    expect(find('address: ann@x.example\nmembers: []\n')).toEqual([]);
  });

  it('is not content with another address of the group as a member', () => {
    const text = 'address: hq@x.example\naliases: [ann@x.example]\nmembers: [hq@x.example]\n';
    expect(find(text)).toEqual(['hq.yaml:2:11 error account-addresses']);
  });

  it('is content with addresses of nobody, and of accounts that take no mail', () => {
    expect(find('address: hq@x.example\naliases: [off@x.example]\nmembers: [ann@x.example]\n')).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    const text = 'address: ann@x.example\nmembers: [bob@x.example]\n';
    expect(find(text, { rules: { ...rules, 'account-addresses': 'off' } })).toEqual([]);
  });
});
