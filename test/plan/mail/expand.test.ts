import { describe, expect, it } from 'vitest';
import { expandIn, outcome, people, type World } from './world.ts';

const nested: World = {
  'all@x.example': ['dev@x.example', 'ops@x.example', 'eve@y.example'],
  'dev@x.example': ['ann@x.example', 'bob@x.example'],
  'ops@x.example': ['bob@x.example', 'BOB@x.example', 'carl@x.example'],
};

describe('recipients', () => {
  it('of nested groups are the people in them, once each, in the first spelling', () => {
    expect(outcome(expandIn(nested, 'all@x.example'))).toEqual([
      'ann@x.example',
      'bob@x.example',
      'eve@y.example',
      'carl@x.example',
    ]);
  });

  it('are found whatever the letter case of the address', () => {
    expect(outcome(expandIn(nested, 'DEV@X.Example'))).toEqual(['ann@x.example', 'bob@x.example']);
  });

  it.each<[string, World, string, readonly string[] | string]>([
    ['a group that is its own member stays one', { 'a@x': ['a@x', 'b@x'] }, 'a@x', ['a@x', 'b@x']],
    ['its own member in other letters stays one', { 'a@x': ['b@x', 'A@X'] }, 'a@x', ['b@x', 'A@X']],
    [
      'two groups that are in each other and in themselves end',
      { 'a@x': ['a@x', 'b@x'], 'b@x': ['b@x', 'a@x'] },
      'a@x',
      ['a@x', 'b@x'],
    ],
    ['a group without members is not found', { 'a@x': [] }, 'a@x', 'not found'],
    ['a group with an empty value alone is not found', { 'a@x': [''] }, 'a@x', 'not found'],
    ['an empty value among others is passed over', { 'a@x': ['', 'b@x'] }, 'a@x', ['b@x']],
    ['a value ends at a NUL', { 'a@x': ['b@x\u0000c@x'] }, 'a@x', ['b@x']],
    ['an address that nobody has is not found', {}, 'a@x', 'not found'],
    ['a group without members stays a recipient of the others', { 'a@x': ['b@x'], 'b@x': [] }, 'a@x', ['b@x']],
    ['a value without a domain is completed', { 'a@x': ['bare'] }, 'a@x', ['bare@$myorigin']],
    [
      'a value of several addresses is several recipients',
      { 'a@x': ['b@x, c@x', 'd@x'] },
      'a@x',
      ['b@x', 'd@x', 'c@x'].sort(),
    ],
    ['an entry for a whole domain takes every address in it', { '@x': ['p@y'] }, 'any@x', ['p@y']],
    ['an entry for a whole domain takes members without a group', { 'a@x': ['b@x'], '@x': ['p@y'] }, 'a@x', ['p@y']],
    ['a result without local part keeps the local part', { '@x': ['@y'] }, 'ann@x', ['ann@y']],
  ])('%s', (_, world, address, expected) => {
    const found = outcome(expandIn(world, address));
    expect(typeof found === 'string' ? found : [...found].sort()).toEqual(
      typeof expected === 'string' ? expected : [...expected].sort(),
    );
  });
});

describe('an extension', () => {
  const world: World = {
    'hq@x': ['ann@x', 'ops@x'],
    'ops@x': ['bob@x'],
    'hq+list@x': ['carl@x'],
    'postmaster@x': ['p@x'],
  };

  it('goes to every member when no group has the whole address', () => {
    expect(outcome(expandIn(world, 'hq+news@x'))).toEqual(['ann+news@x', 'bob+news@x']);
  });

  it('stays off when a group has the whole address', () => {
    expect(outcome(expandIn(world, 'hq+list@x'))).toEqual(['carl@x']);
  });

  it('is none without a delimiter, and none at postmaster', () => {
    expect(outcome(expandIn(world, 'hq+news@x', { delimiters: '' }))).toBe('not found');
    expect(outcome(expandIn(world, 'postmaster-news@x', { delimiters: '-' }))).toEqual(['p-news@x']);
    expect(outcome(expandIn({ 'owner@x': ['p@x'] }, 'owner-hq@x', { delimiters: '-' }))).toBe('not found');
  });
});

describe('what is put off', () => {
  it.each<[string, World, string, readonly string[]]>([
    ['a loop', { 'a@x': ['b@x'], 'b@x': ['a@x'] }, 'loop', ['a@x', 'b@x', 'a@x']],
    [
      'a loop behind other members',
      { 'a@x': ['u@x', 'b@x'], 'b@x': ['v@x', 'c@x'], 'c@x': ['B@x'] },
      'loop',
      ['a@x', 'b@x', 'c@x', 'B@x'],
    ],
    ['a blank as the only value', { 'a@x': ['u@x', 'b@x'], 'b@x': [' '] }, 'blank', ['a@x', 'b@x']],
    ['a value that is not text', { 'a@x': [Uint8Array.of(0xff)] }, 'unreadable', ['a@x']],
    ['an address of 1,001 bytes', { 'a@x': [`${'u'.repeat(999)}@x`] }, 'length', ['a@x', `${'u'.repeat(999)}@x`]],
  ])('%s', (_, world, reason, path) => {
    const { verdict, deferral, recipients } = expandIn(world, 'a@x');
    expect({ verdict, deferral, recipients }).toEqual({
      verdict: 'deferred',
      deferral: { reason, path },
      recipients: [],
    });
  });

  it('is more than 1,000 recipients, and nobody gets it', () => {
    expect(expandIn({ 'a@x': people(1000) }, 'a@x')).toMatchObject({
      verdict: 'delivered',
      size: 1000,
      sizeIsLeast: false,
    });
    expect(expandIn({ 'a@x': people(1001) }, 'a@x')).toMatchObject({
      verdict: 'deferred',
      deferral: { reason: 'recipients', path: ['a@x'] },
      recipients: [],
      size: 1001,
    });
  });

  it('counts duplicates, and says which group was too much', () => {
    const world = { 'a@x': ['b@x', 'c@x'], 'b@x': people(600), 'c@x': people(600) };
    expect(expandIn(world, 'a@x', { countUpTo: 5000 })).toMatchObject({
      deferral: { reason: 'recipients', path: ['a@x', 'c@x'] },
      size: 1200,
      sizeIsLeast: false,
    });
  });

  it('is a diamond of depth 11, which has one recipient and 2,048 ways to it', () => {
    const diamond = (depth: number): World =>
      Object.fromEntries(
        Array.from({ length: depth }, (_, index) => [
          `d${index}@x`,
          index + 1 === depth ? ['u@x', 'U@x'] : [`d${index + 1}@x`, `d${index + 1}@X`],
        ]),
      );
    expect(outcome(expandIn(diamond(9), 'd0@x'))).toEqual(['u@x']);
    expect(expandIn(diamond(9), 'd0@x').size).toBe(512);
    expect(outcome(expandIn(diamond(11), 'd0@x', { countUpTo: 10_000 }))).toBe('recipients');
    expect(expandIn(diamond(11), 'd0@x', { countUpTo: 10_000 }).size).toBe(2048);
    expect(expandIn(diamond(40), 'd0@x', { countUpTo: 10_000 }).sizeIsLeast).toBe(true);
  });

  it('is a chain of 1,000 groups; one of 999 is delivered', () => {
    const chain = (length: number): World =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [`g${index}@x`, [index + 1 === length ? 'u@x' : `g${index + 1}@x`]]),
      );
    expect(expandIn(chain(999), 'g0@x')).toMatchObject({ verdict: 'delivered', nesting: 999 });
    expect(expandIn(chain(1000), 'g0@x')).toMatchObject({ deferral: { reason: 'nesting' }, nesting: 1000 });
  });

  it('is a loop also when its groups are too many before it closes', () => {
    const world = { 'a@x': ['b@x', ...people(10)], 'b@x': ['c@x', ...people(10)], 'c@x': ['a@x'] };
    expect(outcome(expandIn(world, 'a@x', { expansionLimit: 5, countUpTo: 1000 }))).toBe('loop');
  });

  it('is decided at once for a loop of large groups', () => {
    const world = { 'a@x': ['b@x', ...people(100_000)], 'b@x': ['a@x', ...people(100_000, 'v')] };
    expect(outcome(expandIn(world, 'a@x', { countUpTo: 1_000_000 }))).toBe('loop');
  });
});

describe('the duplicate filter', () => {
  it('forgets what comes after 1,000 different recipients, when the limit lets them in', () => {
    const world = { 'a@x': ['b@x', ...people(1000)], 'b@x': ['v@x', 'v@x', 'w@x', 'w@x'] };
    const { recipients } = expandIn(world, 'a@x', { expansionLimit: 2000 });
    expect(recipients.filter(({ address }) => address === 'w@x')).toHaveLength(2);
  });
});
