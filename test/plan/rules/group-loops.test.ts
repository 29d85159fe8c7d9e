import { describe, expect, it } from 'vitest';
import { postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('group-loops');
const loop = manifests({ a: ['b', 'ann'], b: ['bob', 'C'], c: ['a'], outside: ['a'] });

describe('the rule group-loops', () => {
  it('finds every group of a loop, at the member that leads on', () => {
    expect(said(lint(loop, { rules }))).toEqual([
      'a.yaml:3:5 error group-loops',
      'b.yaml:4:5 error group-loops',
      'c.yaml:3:5 error group-loops',
    ]);
  });

  it('shows the way round', () => {
    expect(lint(loop, { rules })[0]?.message).toBe(
      'mail to a@x.example never ends: a@x.example → b@x.example → C@x.example → a@x.example',
    );
  });

  it('finds a loop by way of an alias, and one by way of an extension', () => {
    const texts = {
      'a.yaml': 'address: a@x.example\naliases: [also@x.example]\nmembers: [b+x@x.example]\n',
      'b.yaml': 'address: b@x.example\nmembers: [ALSO@x.example]\n',
    };
    const mail = { ...postfixRules, addressLimit: 40 };
    expect(said(lint(texts, { rules, mail }))).toEqual([
      'a.yaml:3:11 error group-loops',
      'b.yaml:2:11 error group-loops',
    ]);
  });

  it('is content with a group inside itself, which Postfix ends, and with two ways to one group', () => {
    expect(lint(manifests({ a: ['a', 'b', 'c'], b: ['d'], c: ['d'], d: ['ann'] }), { rules })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(loop, { rules: { ...rules, 'group-loops': 'off' } })).toEqual([]);
  });

  it('leaves a loop that is longer than Postfix follows to the rule about nesting', () => {
    const chain = Array.from({ length: 8 }, (_, n) => [`g${n}`, [`g${(n + 1) % 8}`]] as const);
    const found = lint(manifests(Object.fromEntries(chain)), {
      rules: { ...rules, 'nesting-limit': 'error' },
      mail: { ...postfixRules, nestingLimit: 5 },
    });
    expect(found.map(({ rule }) => rule)).toEqual(Array.from({ length: 8 }, () => 'nesting-limit'));
  });
});
