import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { manifests, people } from './manifests.ts';

const rules = only('expansion-headroom');

describe('the rule expansion-headroom', () => {
  it('warns of a group that is nearly too large, and shows where most come from', () => {
    const texts = manifests({ all: ['eng', ...people(101, 'p')], eng: people(800, 'e') });
    const [found, ...others] = lint(texts, { rules });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'RC504',
      severity: 'warning',
      message:
        'mail to all@x.example has 901 recipients of the 1,000 that Postfix takes: all@x.example (901) → eng@x.example (800)',
      source: { file: 'all.yaml', line: 3 },
    });
  });

  it('is content below, and leaves what is too large to another rule', () => {
    expect(lint(manifests({ all: people(900, 'p') }), { rules })).toEqual([]);
    expect(lint(manifests({ all: people(1001, 'p') }), { rules })).toEqual([]);
    expect(said(lint(manifests({ all: people(1000, 'p') }), { rules }))).toEqual([
      'all.yaml:1:10 warning expansion-headroom',
    ]);
  });

  it('finds nothing when it is off', () => {
    const off = { ...rules, 'expansion-headroom': 'off' } as const;
    expect(lint(manifests({ all: people(950, 'p') }), { rules: off })).toEqual([]);
  });
});
