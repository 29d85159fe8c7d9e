import { describe, expect, it } from 'vitest';
import { postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('nesting-limit');

const chain = (length: number): Record<string, string> =>
  manifests(Object.fromEntries(Array.from({ length }, (_, n) => [`g${n}`, [n + 1 < length ? `g${n + 1}` : 'ann']])));

describe('the rule nesting-limit', () => {
  it('finds the groups from which Postfix would go too deep', () => {
    expect(lint(chain(999), { rules })).toEqual([]);
    const found = lint(chain(1000), { rules });
    expect(said(found)).toEqual(['g0.yaml:3:5 error nesting-limit']);
    expect(found[0]?.message).toContain(
      'mail to g0@x.example passes 1000 groups in a row, and Postfix follows fewer than 1000: g0@x.example → g1@x.example',
    );
    expect(found[0]?.message).toContain('→ … 991 more … →');
  });

  it('goes by the limit of Postfix', () => {
    expect(lint(chain(5), { rules, mail: { ...postfixRules, nestingLimit: 5 } })).toHaveLength(1);
  });

  it('finds nothing when it is off', () => {
    expect(lint(chain(1000), { rules: { ...rules, 'nesting-limit': 'off' } })).toEqual([]);
  });
});
