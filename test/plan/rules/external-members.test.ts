import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('external-members');
const domains = ['x.example'];
const internal = ['all@x.example', 'board-*@x.example'];
const texts = manifests({
  all: ['ann', 'eve@partner.example', 'ops'],
  ops: ['contractors', 'bob'],
  contractors: ['carl@partner.example'],
});

describe('the rule external-members', () => {
  it('finds members outside, and the way out through other groups', () => {
    const found = lint(texts, { rules, domains, internal });
    expect(said(found)).toEqual(['all.yaml:4:5 error external-members', 'all.yaml:5:5 error external-members']);
    expect(found.map(({ message }) => message)).toEqual([
      'the member "eve@partner.example" of the internal group all@x.example is outside of our domains',
      'mail to the internal group all@x.example leaves our domains: all@x.example → ops@x.example → contractors@x.example → carl@partner.example',
    ]);
  });

  it('takes an exception for one of them', () => {
    const excepted = {
      ...texts,
      'all.yaml': `${texts['all.yaml']}exceptions: [{ rule: external-members, reason: Audit, for: [eve@partner.example] }]\n`,
    };
    expect(said(lint(excepted, { rules, domains, internal }))).toEqual(['all.yaml:5:5 error external-members']);
  });

  it('finds groups by a pattern and by an alias', () => {
    const board = {
      'b.yaml': 'address: directors@x.example\naliases: [Board-2@x.example]\nmembers: [eve@partner.example]\n',
    };
    expect(lint(board, { rules, domains, internal })).toHaveLength(1);
  });

  it('comes to an end in a loop', () => {
    const loop = manifests({ all: ['ops'], ops: ['all', 'eve@partner.example'] });
    expect(said(lint(loop, { rules, domains, internal }))).toEqual(['all.yaml:3:5 error external-members']);
  });

  it('is content with groups that are not internal, and with members inside', () => {
    expect(
      lint(manifests({ ops: ['eve@partner.example'], all: ['ann', 'sub'], sub: ['bob'] }), {
        rules,
        domains,
        internal,
      }),
    ).toEqual([]);
    expect(lint(texts, { rules, domains, internal: [] })).toEqual([]);
  });

  it('finds nothing when it is off', () => {
    expect(lint(texts, { rules: { ...rules, 'external-members': 'off' }, domains, internal })).toEqual([]);
  });
});
