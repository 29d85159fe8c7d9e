import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/model/entry.ts';
import { only, said } from '../lint-scene.ts';
import { judge } from './directory-scene.ts';

const rules = only('stored-values');
const additive = { 'hq.yaml': 'address: hq@x.example\nmode: additive\nmembers: [ann@x.example]\n' };
const inGroup = (...values: readonly Value[]): string[] =>
  judge(additive, { stored: { 'hq@x.example': ['ann@x.example', ...values] } }, { rules }).map(
    ({ severity, message }) => `${severity}: ${message.replace(/^.* of hq@x.example | ?; it stays.*$/g, '')}`,
  );

describe('the rule stored-values', () => {
  it.each<[value: Value, finding: string]>([
    ['a@x, b@x', 'error: is 2 recipients for Postfix: "a@x" and "b@x"'],
    ['a@x\nb@x', 'error: is 2 recipients for Postfix: "a@x" and "b@x"'],
    ['a b@x', 'error: is 2 recipients for Postfix: "a@$myorigin" and "b@x"'],
    ['a@x,b@x,c@x,d@x', 'error: is 4 recipients for Postfix: "a@x" and "b@x" and "c@x" and more'],
    [' ', 'warning: is blank, and Postfix passes over it'],
    ['', 'warning: is empty, and Postfix passes over it'],
    ['Ann <a@x>', 'warning: is read by Postfix as "a@x"'],
    ['a@x\u0000b', 'error: holds a NUL, and Postfix reads only what is before it'],
    ['"a@x', 'error: is not closed, and Postfix takes the values behind it for a part of it'],
    ['a@x (see', 'error: is not closed, and Postfix takes the values behind it for a part of it'],
    [`${'a'.repeat(1000)}@x`, 'error: has more than 1000 bytes, so Postfix puts off every mail to the group'],
    [Uint8Array.of(0xff), 'error: is not text, so Postfix cannot read the group'],
  ])('says of %j what Postfix makes of it', (value, finding) => {
    expect(inGroup(value)).toEqual([finding]);
  });

  it.each<Value>(['a@x', ' a@x ', 'A+b@x', 'bare', `${'a'.repeat(998)}@x`, '"a b"@x', '"a,b"@x'])(
    'is content with %j',
    (value) => {
      expect(inGroup(value)).toEqual([]);
    },
  );

  it.each([
    [' ', 'is blank and all there is, so Postfix puts off every mail to the group'],
    ['', 'is empty and all there is, so Postfix does not find the group'],
  ])('says what %j does when it is all there is', (value, words) => {
    const text = { 'hq.yaml': 'address: hq@x.example\nmode: ignored\nmembers: [ann@x.example]\n' };
    const [found] = judge(text, { stored: { 'hq@x.example': [value] } }, { rules });
    expect(found).toMatchObject({ severity: 'error', message: expect.stringContaining(words) });
    expect(found?.message).toContain('it stays, because the manifest says "mode: ignored"');
  });

  it('says nothing of what the plan takes out', () => {
    const text = { 'hq.yaml': 'address: hq@x.example\nmembers: [ann@x.example]\n' };
    expect(judge(text, { stored: { 'hq@x.example': ['a@x, b@x', ' '] } }, { rules })).toEqual([]);
  });

  it('only warns of groups that no manifest declares, at their DN, unless the settings give a level', () => {
    const dn = 'mail=list@x.example,ou=Groups,ou=Mail,dc=example,dc=net';
    const stored = { 'list@x.example': ['a@x, b@x'] };
    const others = { ...rules, 'stored-values': undefined };
    expect(said(judge({}, { stored }, { rules: others }))).toEqual([`${dn}:0:0 warning stored-values`]);
    expect(said(judge({}, { stored }, { rules }))).toEqual([`${dn}:0:0 error stored-values`]);
  });

  it('can be excepted for one value', () => {
    const text = `${additive['hq.yaml']}exceptions:\n  - rule: stored-values\n    reason: An old list\n`;
    expect(judge({ 'hq.yaml': text }, { stored: { 'hq@x.example': ['a@x, b@x'] } }, { rules })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    const off = { ...rules, 'stored-values': 'off' } as const;
    expect(judge(additive, { stored: { 'hq@x.example': ['a@x, b@x'] } }, { rules: off })).toEqual([]);
  });
});
