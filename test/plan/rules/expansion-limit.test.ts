import { describe, expect, it } from 'vitest';
import { postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { lint, only, said } from '../lint-scene.ts';
import { manifests, people } from './manifests.ts';

const rules = only('expansion-limit');

describe('the rule expansion-limit', () => {
  it('counts over all groups inside, and shows where most come from', () => {
    const texts = manifests({
      all: ['sales', 'eng', 'boss'],
      eng: ['contractors', ...people(400, 'e')],
      contractors: people(300, 'c'),
      sales: people(300, 's'),
    });
    const [found, ...others] = lint(texts, { rules });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'RC502',
      severity: 'error',
      message:
        'mail to all@x.example has 1,001 recipients, and Postfix takes 1,000: all@x.example (1,001) → eng@x.example (700) → contractors@x.example (300)',
      source: { file: 'all.yaml', line: 4, text: '  - eng@x.example' },
    });
  });

  it('takes exactly as many as Postfix', () => {
    expect(lint(manifests({ all: people(1000, 'p') }), { rules })).toEqual([]);
    expect(said(lint(manifests({ all: people(1001, 'p') }), { rules }))).toEqual([
      'all.yaml:1:10 error expansion-limit',
    ]);
  });

  it('counts somebody in two groups twice, and a group inside itself once', () => {
    const twice = manifests({ all: ['one', 'two'], one: people(501, 'p'), two: people(500, 'p') });
    expect(lint(twice, { rules })[0]?.message).toContain('has 1,001 recipients');
    expect(lint(manifests({ all: ['all', ...people(999, 'p')] }), { rules })).toEqual([]);
    expect(lint(manifests({ all: ['all', ...people(1000, 'p')] }), { rules })).toHaveLength(1);
  });

  it('counts an empty group as the address that it stays', () => {
    expect(lint(manifests({ all: ['none', ...people(999, 'p')], none: [] }), { rules })).toEqual([]);
    expect(lint(manifests({ all: ['none', ...people(1000, 'p')], none: [] }), { rules })).toHaveLength(1);
  });

  it('counts diamonds on diamonds without walking every way', () => {
    const levels = Array.from({ length: 40 }, (_, n) => [`d${n}`, [`l${n}`, `r${n}`]] as const);
    const sides = levels.flatMap(([, [left, right]], n) => [
      [left, [`d${n + 1}`]] as const,
      [right, [`d${n + 1}`]] as const,
    ]);
    const found = lint(manifests(Object.fromEntries([...levels, ...sides, ['d40', ['ann']]])), { rules });
    expect(found.find(({ source }) => source.file === 'd0.yaml')?.message).toContain(
      'has 1,099,511,627,776 recipients',
    );
  });

  it('knows that mail to an alias of a group with its own address reaches the members twice', () => {
    const members = people(600, 'p').map((one) => `  - ${one}@x.example\n`);
    const texts = {
      'hq.yaml': `address: hq@x.example\naliases: [head@x.example]\nmembers:\n  - hq@x.example\n${members.join('')}`,
    };
    expect(lint(texts, { rules })[0]?.message).toMatch(/^mail to head@x.example has 1,201 recipients/);
    const alone = { 'hq.yaml': texts['hq.yaml'].replace('aliases: [head@x.example]\n', '') };
    expect(lint(alone, { rules })).toEqual([]);
  });

  it('goes by mail.expansionLimit', () => {
    const texts = manifests({ all: people(5, 'p') });
    expect(lint(texts, { rules, mail: { ...postfixRules, expansionLimit: 4 } })).toHaveLength(1);
    expect(lint(texts, { rules, mail: { ...postfixRules, expansionLimit: 5 } })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    const off = { ...rules, 'expansion-limit': 'off' } as const;
    expect(lint(manifests({ all: people(1001, 'p') }), { rules: off })).toEqual([]);
  });
});
