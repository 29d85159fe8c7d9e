import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailEffects } from '../../../src/plan/mail/mail-effects.ts';
import { postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { expandIn, groupsOf, people, type World } from './world.ts';

const options = { rules: postfixRules, disabled: 'deliver', most: 100 } as const;

function effectsOf(before: World, after: World, changed: readonly string[] = differing(before, after)) {
  return mailEffects(groupsOf(before), groupsOf(after), { changed, passedOn: [] }, options);
}

function differing(before: World, after: World): readonly string[] {
  const addresses = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...addresses].filter((one) => JSON.stringify(before[one]) !== JSON.stringify(after[one]));
}

const [all, ops, dev] = ['all@x.example', 'ops@x.example', 'dev@x.example'];
const [ann, bob, carl] = ['ann@x.example', 'bob@x.example', 'carl@x.example'];

describe('what a change of groups does to mail', () => {
  it('a change of one group reaches those that hold it', () => {
    const before = { [all]: [ops], [ops]: [ann, bob] };
    const { effects } = effectsOf(before, { ...before, [ops]: [ann, carl] });
    expect(effects).toMatchObject([
      { address: all, starts: [[all, ops, carl]], stops: [[all, ops, bob]], stays: [], already: [] },
    ]);
  });

  it('who leaves a group and still gets its mail through another is told', () => {
    const before = { [ops]: [ann, bob, dev], [dev]: [bob] };
    const { effects } = effectsOf(before, { ...before, [ops]: [ann, dev] });
    expect(effects).toMatchObject([{ address: ops, starts: [], stops: [], stays: [[ops, dev, bob]] }]);
  });

  it('an address that another group has now is told whole', () => {
    const [before, after] = [
      { [ops]: [ann, bob], [dev]: [carl, bob] },
      { [all]: [ann, bob], [ops]: [carl, bob] },
    ];
    const changes = { changed: [ops, all, dev], passedOn: [ops] };
    const { effects } = mailEffects(groupsOf(before), groupsOf(after), changes, options);
    expect(effects).toMatchObject([{ address: ops, isPassedOn: true, starts: [[ops, carl]], stops: [[ops, ann]] }]);
  });

  it('who joins a group and got its mail already is told', () => {
    const before = { [ops]: [ann, dev], [dev]: [bob] };
    const { effects } = effectsOf(before, { ...before, [ops]: [ann, dev, bob] });
    expect(effects).toMatchObject([{ address: ops, starts: [], stops: [], already: [[ops, dev, bob]] }]);
  });

  it('a group that comes in or goes out brings and takes its members', () => {
    const before = { [ops]: [ann, dev], [dev]: [bob] };
    const { effects } = effectsOf(before, { ...before, [ops]: [ann] });
    expect(effects).toMatchObject([{ address: ops, stops: [[ops, dev, bob]] }]);
  });

  it('a group that is deleted stays as a recipient where it is a member', () => {
    const before = { [all]: [ops], [ops]: [ann] };
    const { effects } = effectsOf(before, { [all]: [ops] });
    expect(effects).toMatchObject([{ address: all, starts: [[all, ops]], stops: [[all, ops, ann]] }]);
  });

  it('groups without groups say it all by their own lists', () => {
    expect(effectsOf({ [ops]: [ann, bob] }, { [ops]: [ann, carl] })).toEqual({ effects: [], unexamined: 0 });
  });

  it('too many recipients in a group that holds others are told with the way', () => {
    const before = { [all]: [ops, dev], [ops]: people(600), [dev]: people(400, 'v') };
    const { effects } = effectsOf(before, { ...before, [dev]: people(401, 'v') });
    expect(effects).toMatchObject([
      {
        address: all,
        before: { kind: 'delivered', recipients: 1000 },
        after: { kind: 'deferred', reason: 'recipients' },
      },
    ]);
  });

  it('too many members in a group without groups are told too', () => {
    const { effects } = effectsOf({ [ops]: people(1000) }, { [ops]: people(1001) });
    expect(effects).toMatchObject([{ address: ops, after: { kind: 'deferred', reason: 'recipients' } }]);
  });

  it('a loop is told with its path', () => {
    const before = { [ops]: [ann, dev], [dev]: [bob] };
    const { effects } = effectsOf(before, { ...before, [dev]: [bob, ops] });
    expect(effects.map(({ address, after }) => [address, after.kind])).toEqual([
      [dev, 'deferred'],
      [ops, 'deferred'],
    ]);
  });

  it('what other spellings and extensions of a group name is that group', () => {
    const before = { [all]: ['OPS@X.example', 'dev+list@x.example'], [ops]: [ann], [dev]: [bob] };
    const { effects } = effectsOf(before, { ...before, [ops]: [carl], [dev]: [carl] });
    expect(effects).toMatchObject([{ address: all, starts: [{ length: 3 }, { length: 3 }] }]);
  });

  it('no more addresses are looked at than agreed, and the others are counted', () => {
    const holders = Object.fromEntries(people(5, 'list').map((address) => [address, [ops]]));
    const before = { ...holders, [ops]: [ann] };
    const { effects, unexamined } = mailEffects(
      groupsOf(before),
      groupsOf({ ...before, [ops]: [bob] }),
      { changed: [ops], passedOn: [] },
      {
        ...options,
        most: 2,
      },
    );
    expect([effects.length, unexamined]).toEqual([2, 3]);
  });

  it('whoever starts or stops getting mail for any group is told, through whatever groups', () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@x.example`);
    const members = fc.subarray([...names, ann, bob, carl], { maxLength: 5 });
    const world = fc.tuple(...names.map(() => members)).map((lists) => {
      return Object.fromEntries(names.map((name, index): [string, string[]] => [name, lists[index] ?? []]));
    });
    fc.assert(
      fc.property(world, fc.constantFrom(...names), members, (before, name, changed) => {
        const after = { ...before, [name]: changed };
        const { effects } = effectsOf(before, after, [name]);
        for (const address of names) {
          const [then, now] = [before, after].map((state) => {
            return new Set(expandIn(state, address).recipients.map((node) => node.address));
          });
          const own = new Set([...(before[address] ?? []), ...changed]);
          const started = [...(now ?? [])].filter((one) => then?.has(one) !== true);
          const effect = effects.find((one) => one.address === address);
          const stopped = [...(then ?? [])].filter((one) => now?.has(one) !== true);
          const told = new Set([...(effect?.starts ?? []), ...(effect?.stops ?? [])].map((path) => path.at(-1)));
          for (const one of [...started, ...stopped]) {
            expect(told.has(one) || (address === name && own.has(one))).toBe(true);
          }
        }
      }),
    );
  });
});
