import { describe, expect, it } from 'vitest';
import type { MailNode, MailView } from '../../../src/model/mail-report.ts';
import { aliasMap } from '../../../src/plan/mail/alias-map.ts';
import { expandAddress } from '../../../src/plan/mail/expand.ts';
import { explainExpansion } from '../../../src/plan/mail/explain.ts';
import { postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { expandIn, groupsOf, people, type World } from './world.ts';

function explain(world: World, address: string): Pick<MailView, 'tree' | 'limits' | 'recipients' | 'silent'> {
  return explainExpansion(expandIn(world, address, { countUpTo: 10_000 }), postfixRules);
}

/** The tree as one line: `a@x(b@x(u@x) v@x)`, with what is said about a node behind it. */
function drawn({ address, children, cut, unresolved }: MailNode): string {
  const below = children.length === 0 ? '' : `(${children.map(drawn).join(' ')})`;
  return `${address}${below}${cut === undefined ? '' : `[${cut}]`}${unresolved === undefined ? '' : `[${unresolved}]`}`;
}

describe('the tree of an expansion', () => {
  it.each<[string, World, string]>([
    [
      'shows a group once',
      { 'a@x': ['b@x', 'c@x'], 'b@x': ['c@x'], 'c@x': ['u@x'] },
      'a@x(b@x(c@x(u@x)) c@x[shown before])',
    ],
    ['marks the group itself', { 'a@x': ['a@x', 'u@x'] }, 'a@x(a@x[itself] u@x)'],
    ['marks a group without members', { 'a@x': ['b@x'], 'b@x': [] }, 'a@x(b@x[empty group])'],
    ['ends where a loop closes', { 'a@x': ['b@x'], 'b@x': ['a@x'] }, 'a@x(b@x(a@x[at fault]))'],
    ['ends where nothing is an address', { 'a@x': ['b@x'], 'b@x': [' '] }, 'a@x(b@x[at fault])'],
  ])('%s', (_, world, tree) => {
    expect(drawn(explain(world, 'a@x').tree)).toBe(tree);
  });

  it('tells a stored value that is written otherwise, and how an address was found', () => {
    const { tree } = explain({ 'a@x': ['Uli <u@x>'], '@y': ['p@x'] }, 'a+e@x');
    expect([tree.by, tree.children[0]?.address, tree.children[0]?.value]).toEqual(['extension', 'u+e@x', 'Uli <u@x>']);
    expect(explain({ '@y': ['p@x'] }, 'any@y').tree).toMatchObject({ by: 'domain', groups: ['@y'] });
  });

  it('is cut where it is too deep to show', () => {
    const chain = Object.fromEntries(
      people(600).map((address, index) => [address, [`v@x`, `u${index + 1}@x.example`]]),
    );
    let depth = 0;
    for (
      let node: MailNode | undefined = explain(chain, 'u0@x.example').tree;
      node !== undefined;
      node = node.children[1]
    )
      depth += 1;
    expect(depth).toBe(251);
  });
});

describe('what is said about an expansion', () => {
  it('is how much of each limit is used', () => {
    const { limits } = explain({ 'a@x': ['b@x', 'u@x'], 'b@x': ['u@x', 'longest@x'] }, 'a@x');
    expect(limits).toEqual({
      recipients: { used: 3, atLeast: false, limit: 1000 },
      nesting: { used: 2, atLeast: false, limit: 999 },
      length: { used: 9, atLeast: false, limit: 1000 },
    });
  });

  it('is by which way each recipient gets it', () => {
    const { recipients } = explain({ 'a@x': ['b@x'], 'b@x': ['u@x'] }, 'a@x');
    expect(recipients).toEqual([{ address: 'u@x', path: ['a@x', 'b@x', 'u@x'], unresolved: undefined }]);
  });

  it('is why a group does not answer', () => {
    expect(explain({ 'a@x': [] }, 'a@x').silent).toBe('empty group');
    expect(explain({}, 'a@x').silent).toBeUndefined();
    expect(explain({ '-a@x': ['u@x'] }, '-a@x')).toMatchObject({
      verdict: 'not found',
      silent: 'hyphen',
      recipients: [],
    });
    const disabled = groupsOf({ 'a@x': ['u@x'] }).map((group) => ({ ...group, enabled: false }));
    const expansion = expandAddress('a@x', aliasMap(disabled, 'refuse'), postfixRules);
    expect(explainExpansion(expansion, postfixRules).silent).toBe('disabled group');
  });
});
