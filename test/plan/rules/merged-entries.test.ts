import { describe, expect, it } from 'vitest';
import { only, said } from '../lint-scene.ts';
import { judge } from './directory-scene.ts';

const rules = only('merged-entries');
const dn = (name: string): string => `mail=${name}@x.example,ou=Groups,ou=Mail,dc=example,dc=net`;
const stored = { 'one@x.example list@x.example': [], 'two@x.example List@X.example': [] };

describe('the rule merged-entries', () => {
  it('finds an address that two entries without a manifest have, in any letter case', () => {
    const found = judge({}, { stored }, { rules });
    expect(said(found)).toEqual([`${dn('one')}:0:0 error merged-entries`]);
    expect(found).toMatchObject([
      {
        code: 'RC518',
        message: `2 entries answer for list@x.example, and Postfix merges their members: "${dn('one')}", "${dn('two')}"`,
      },
    ]);
  });

  it('says it at the manifest of one of them', () => {
    const text = { 'one.yaml': 'address: one@x.example\nmembers: []\n' };
    expect(said(judge(text, { stored }, { rules }))).toEqual(['one.yaml:1:10 error merged-entries']);
  });

  it('leaves to the plan what is a conflict there', () => {
    const text = { 'list.yaml': 'address: list@x.example\nmembers: []\n' };
    expect(judge(text, { stored }, { rules })).toEqual([]);
  });

  it('is content where the plan takes the address away', () => {
    const text = { 'one.yaml': 'address: one@x.example\naliases: []\nmembers: []\n' };
    expect(judge(text, { stored }, { rules })).toEqual([]);
  });

  it('is content with one entry that has an address twice, and finds nothing when it is off', () => {
    expect(judge({}, { stored: { 'one@x.example One@x.example': [] } }, { rules })).toEqual([]);
    expect(judge({}, { stored }, { rules: { ...rules, 'merged-entries': 'off' } })).toEqual([]);
  });
});
