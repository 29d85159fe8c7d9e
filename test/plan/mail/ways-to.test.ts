import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { type Ways, waysTo } from '../../../src/plan/mail/ways-to.ts';
import { expandIn, groupsOf, type World } from './world.ts';

const ways = (world: World, address: string, most = 1000): Ways =>
  waysTo(address, groupsOf(world), 'deliver', postfixRules, most);
const lines = (world: World, address: string): readonly string[] =>
  ways(world, address).ways.map((way) => way.join(' > '));

describe('the ways to an address', () => {
  it('are every group that leads to it, the shorter ways first', () => {
    const world = { 'a@x': ['b@x', 'u@x'], 'b@x': ['c@x'], 'c@x': ['U@x'] };
    expect(lines(world, 'u@x')).toEqual(['a@x > u@x', 'c@x > U@x', 'b@x > c@x > U@x', 'a@x > b@x > c@x > U@x']);
  });

  it('end in loops', () => {
    expect(lines({ 'a@x': ['b@x', 'a@x'], 'b@x': ['a@x', 'u@x'] }, 'u@x')).toEqual(['b@x > u@x', 'a@x > b@x > u@x']);
  });

  it('count a member with an extension', () => {
    expect(lines({ 'a@x': ['u+list@x'], 'b@x': ['a+e@x'] }, 'u@x')).toEqual(['a@x > u+list@x', 'b@x > a@x > u+list@x']);
  });

  it('to a group are those to any of its addresses, and do not go through it', () => {
    const [ops, all] = groupsOf({ 'ops@x': ['all@x'], 'all@x': ['oncall@x', 'ops@x'] });
    if (ops === undefined || all === undefined) throw new Error('no groups');
    const groups = [{ ...ops, addresses: ['ops@x', 'oncall@x'] }, all];
    expect(waysTo('ops@x', groups, 'deliver', postfixRules, 10).ways).toEqual([
      ['all@x', 'ops@x'],
      ['all@x', 'oncall@x'],
    ]);
  });

  it('come from values that hold more than one address', () => {
    expect(lines({ 'a@x': ['Uli <u@x>, v@x'] }, 'v@x')).toEqual(['a@x > v@x']);
  });

  it('leave out disabled groups where the map does', () => {
    const groups = groupsOf({ 'a@x': ['b@x'], 'b@x': ['u@x'] }).map((group) => ({
      ...group,
      enabled: group.address !== 'b@x',
    }));
    expect(waysTo('u@x', groups, 'refuse', postfixRules, 10).ways).toEqual([]);
    expect(waysTo('u@x', groups, 'deliver', postfixRules, 10).ways).toHaveLength(2);
  });

  it('are cut, and that is said', () => {
    expect(ways({ 'a@x': ['u@x'], 'b@x': ['u@x'] }, 'u@x', 1)).toEqual({ ways: [['a@x', 'u@x']], more: true });
  });

  it('start at exactly the groups whose mail comes to it', () => {
    const name = fc.integer({ min: 0, max: 5 }).map((index) => `g${index}@x`);
    const members = fc.uniqueArray(fc.oneof(name, fc.constantFrom('u@x', 'v@x')), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(members, { minLength: 6, maxLength: 6 }), (lists) => {
        const world = Object.fromEntries(lists.map((list, index) => [`g${index}@x`, list]));
        const starts = new Set(ways(world, 'u@x').ways.map(([group]) => group));
        for (const group of Object.keys(world)) {
          const { verdict, recipients } = expandIn(world, group);
          if (verdict === 'deferred') continue; // nobody gets it, and the ways are there all the same
          expect([group, recipients.some(({ address }) => address === 'u@x')]).toEqual([group, starts.has(group)]);
        }
      }),
    );
  });
});
