import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delivered, foretold, movedTo, openPostOffice, type PostOffice } from './post-office.ts';
import type { World } from './world.ts';

const COUNT = 50;
const SEED = 20_261_125;

const group = fc.integer({ min: 0, max: 4 }).map((index) => `g${index}`);
const user = fc.integer({ min: 0, max: 4 }).map((index) => `u${index}`);
const spelled = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.oneof(group, user), fc.constantFrom('@x', '@x', '@x', '@X', '+e@x'))
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: group.map((name) => `${name.toUpperCase()}@x`) },
  { weight: 1, arbitrary: user.map((name) => `${name}@y.example`) },
);
const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'bare',
    ',',
    '@x',
    '(nothing)',
    'u1@x (',
    '"u1@x',
    'u1@x>',
    '<u2@x',
    'a:b;',
    'u1.@x.',
    '\\u1@x',
    'u1@@x',
    '<>',
  ),
  fc.tuple(spelled, fc.constantFrom(',', ', ', '\n', ' ', ';', '\u0000'), spelled).map((parts) => parts.join('')),
  spelled.map((address) => `Name of (a) "Person" <${address}>`),
  fc.stringMatching(/^[ug12@x.,:;<>()"\\[\]%!+ ]{1,12}$/),
);
const value = fc.oneof({ weight: 8, arbitrary: spelled }, { weight: 1, arbitrary: odd });
const values = fc.uniqueArray(value, { maxLength: 5, selector: stored });
const world: fc.Arbitrary<World> = fc
  .tuple(
    fc.uniqueArray(
      fc.tuple(
        fc.oneof({ weight: 8, arbitrary: group }, { weight: 1, arbitrary: fc.constantFrom('', 'g1+e', 'u0') }),
        values,
      ),
      {
        minLength: 1,
        maxLength: 6,
        selector: ([name]) => name,
      },
    ),
  )
  .map(([groups]) => Object.fromEntries(groups.map(([name, members]) => [`${name}@x`, members])));

/** What the server takes for the same value. */
function stored(text: string): string {
  return text.replace(/ +/g, ' ').replace(/^ (?=.)|(?<=.) $/g, '');
}

describe('worlds of groups at random', () => {
  const worlds = fc
    .sample(world, { numRuns: COUNT, seed: SEED })
    .map((one, index) => movedTo(`w${index}.example`, one));
  let office: PostOffice;

  beforeAll(async () => {
    office = await openPostOffice();
    await office.load(...worlds);
  });

  afterAll(async () => {
    await office?.stop();
  });

  it.each(worlds.map((one, index) => [index, one] as const))(
    'world %i: mail goes where expand says',
    async (index, one) => {
      const domain = `w${index}.example`;
      const asked = [...Object.keys(one).filter((name) => !name.startsWith('@')), `g0+e@${domain}`, `G1@${domain}`];
      const seen = await Promise.all(asked.map((address) => delivered(office, address)));
      expect({ one, asked, seen }).toEqual({ one, asked, seen: asked.map((address) => foretold(one, address)) });
    },
  );
});
