import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('twin-members');
const hit = ['hq.yaml:4:5 warning twin-members'];

describe('the rule twin-members', () => {
  it.each([
    ['ann.lee', 'annlee'],
    ['ann+list', 'ann'],
    ['ann+a', 'ann+b'],
    ['a.nn+a', 'Ann'],
  ])('finds %s beside %s', (first, second) => {
    expect(said(lint(manifests({ hq: [first, second] }), { rules }))).toEqual(hit);
  });

  it('finds letter case where the settings keep it apart', () => {
    const texts = manifests({ hq: ['ann', 'Ann'] });
    expect(said(lint(texts, { rules, localPart: 'exact' }))).toEqual(hit);
    expect(said(lint(texts, { rules }))).toEqual(['hq.yaml:4:5 error RC212']);
  });

  it('names both', () => {
    expect(lint(manifests({ hq: ['ann.lee', 'annlee'] }), { rules })[0]?.message).toBe(
      'the member "annlee@x.example" is perhaps the same mailbox as "ann.lee@x.example"',
    );
  });

  it.each([
    ['ann', 'anna'],
    ['ann', 'nna'],
    ['a.b', 'b.a'],
    ['ann@x.example', 'ann@y.example'],
    ['ann@x.example', 'ann@xexample'],
    ['+ann', '+bob'],
  ])('is content with %s beside %s', (first, second) => {
    expect(lint(manifests({ hq: [first, second] }), { rules })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(manifests({ hq: ['a.b', 'ab'] }), { rules: { ...rules, 'twin-members': 'off' } })).toEqual([]);
  });
});
