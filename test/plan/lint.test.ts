import { describe, expect, it } from 'vitest';
import { lint, only, said } from './lint-scene.ts';

const rules = only('managed-domains');
const domains = ['example.net'];
const hq = (exceptions: string): Record<string, string> => ({
  'hq.yaml': `address: hq@one.example\nmembers: []\naliases: [hq@two.example]\nexceptions: [${exceptions}]\n`,
});

const found = (exceptions: string, today = '2026-11-25'): readonly string[] =>
  said(lint(hq(exceptions), { rules, domains, today }));

describe('an exception in a manifest', () => {
  it('takes away every finding of its rule', () => {
    expect(found('{ rule: managed-domains, reason: Moves }')).toEqual([]);
  });

  it('takes away only what it names, in any spelling', () => {
    expect(found('{ rule: managed-domains, reason: Moves, for: [HQ@Two.example] }')).toEqual([
      'hq.yaml:1:10 error managed-domains',
    ]);
  });

  it('can make warnings of errors', () => {
    expect(found('{ rule: managed-domains, reason: Moves, level: warning }')).toEqual([
      'hq.yaml:1:10 warning managed-domains',
      'hq.yaml:3:11 warning managed-domains',
    ]);
  });

  it('counts on its last day, and not on the next one', () => {
    const text = '{ rule: managed-domains, reason: Moves, until: 2026-11-25 }';
    expect(found(text)).toEqual([]);
    expect(found(text, '2026-11-26')).toEqual([
      'hq.yaml:1:10 error managed-domains',
      'hq.yaml:3:11 error managed-domains',
    ]);
  });

  it('is of no use to other manifests and other rules', () => {
    const texts = {
      ...hq('{ rule: managed-domains, reason: Moves }'),
      'ops.yaml': 'address: ops@one.example\nmembers: []\n',
    };
    expect(said(lint(texts, { rules, domains }))).toEqual(['ops.yaml:1:10 error managed-domains']);
  });

  it('is reported when nothing needs it, as a whole or for one address', () => {
    const other = 'for: [hq@one.example, hq@two.example, hq@three.example]';
    expect(
      said(lint(hq('{ rule: managed-domains, reason: Moves }'), { rules, domains: ['one.example', 'two.example'] })),
    ).toEqual(['hq.yaml:4:22 warning managed-domains']);
    const [only] = lint(hq(`{ rule: managed-domains, reason: Moves, ${other} }`), { rules, domains });
    expect(only).toMatchObject({
      code: 'RC232',
      message: 'nothing needs the exception to the rule "managed-domains" for "hq@three.example"',
    });
  });

  it('is not reported when its rule is off: nobody looked', () => {
    const off = { ...rules, 'managed-domains': 'off' } as const;
    expect(lint(hq('{ rule: managed-domains, reason: Moves }'), { rules: off, domains })).toEqual([]);
  });
});

describe('the level of a rule', () => {
  it.each(['error', 'warning'] as const)('can be %s', (level) => {
    const levels = { ...rules, 'managed-domains': level };
    expect(said(lint(hq(''), { rules: levels, domains }))[0]).toBe(`hq.yaml:1:10 ${level} managed-domains`);
  });
});
