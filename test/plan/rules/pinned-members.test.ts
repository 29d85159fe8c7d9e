import { describe, expect, it } from 'vitest';
import { lint, only, said } from '../lint-scene.ts';
import { manifests } from './manifests.ts';

const rules = only('pinned-members');
const source = { file: 'rollcall.yaml', line: 7, column: 3, endColumn: 9, text: '  root@x.example: []' };
const pins = [{ address: 'root@x.example', members: ['ann@x.example', 'bob@x.example'], source }];

describe('the rule pinned-members', () => {
  it('finds who was added and who is missing', () => {
    const found = lint(manifests({ Root: ['ANN', 'eve'] }), { rules, pins });
    expect(said(found)).toEqual(['Root.yaml:4:5 error pinned-members', 'Root.yaml:1:10 error pinned-members']);
    expect(found.map(({ message }) => message)).toEqual([
      'the member "eve@x.example" is not among those that the settings pin for Root@x.example',
      'the member "bob@x.example" that the settings pin for Root@x.example is missing',
    ]);
  });

  it('finds a pinned group that no manifest declares, in the settings', () => {
    expect(said(lint(manifests({ ops: ['ann'] }), { rules, pins }))).toEqual([
      'rollcall.yaml:7:3 error pinned-members',
    ]);
  });

  it.each(['additive', 'ignored'])('finds mode %s, which does not hold others off', (mode) => {
    const texts = manifests({ root: ['ann', 'bob'] });
    const text = { 'root.yaml': `${texts['root.yaml']}mode: ${mode}\n` };
    expect(said(lint(text, { rules, pins }))).toEqual(['root.yaml:1:10 error pinned-members']);
  });

  it('is content with exactly the pinned members, in any order', () => {
    expect(lint(manifests({ root: ['bob', 'ann'] }), { rules, pins })).toEqual([]);
  });

  it('takes no exception from a manifest', () => {
    const text =
      'address: root@x.example\nmembers: [ann@x.example]\nexceptions: [{ rule: pinned-members, reason: Please }]\n';
    expect(said(lint({ 'root.yaml': text }, { rules, pins }))[0]).toBe('root.yaml:3:22 error RC231');
  });

  it('finds nothing when it is off', () => {
    expect(lint(manifests({ root: ['eve'] }), { rules: { ...rules, 'pinned-members': 'off' }, pins })).toEqual([]);
  });
});
