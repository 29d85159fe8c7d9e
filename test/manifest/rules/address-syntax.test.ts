import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolveManifests } from '../../../src/manifest/resolve.ts';
import { addressProblem } from '../../../src/model/address.ts';
import { options } from '../sample.ts';

it('an address is refused exactly when it has a problem', () => {
  const piece = fc.constantFrom(
    'a',
    'Z',
    '0',
    '.',
    '-',
    '_',
    '+',
    '@',
    'x.y',
    ' ',
    ',',
    '<',
    'é',
    'a'.repeat(50),
    '/',
    '"',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
      (text) => {
        const manifest = `address: hq@example.net\nmembers: [${JSON.stringify(text)}]\n`;
        const codes = resolveManifests([{ file: 'g.yaml', text: manifest }], options).diagnostics.map(
          ({ code }) => code,
        );
        const problem = addressProblem(text);
        expect(codes, text).toEqual(problem === undefined ? [] : [problem.endsWith('ASCII') ? 'RC211' : 'RC210']);
      },
    ),
    { numRuns: 2000 },
  );
});

it.each([
  ['ann@x.example, bob@x.example', 'contains a comma', 'Give each address an entry of its own.'],
  [
    'Ann <ann@x.example>',
    'contains an angle bracket',
    'Write the address alone, without a name and without angle brackets.',
  ],
  ['ann@x.example ', 'contains a space', 'Delete the space: Postfix would make two recipients of it.'],
  ['ann', 'has no domain', 'Write a whole address, such as hq@example.net.'],
])('the hint for %j fits what it says first', (text, problem, hint) => {
  const manifest = `address: hq@example.net\nmembers: [${JSON.stringify(text)}]\n`;
  const [diagnostic] = resolveManifests([{ file: 'g.yaml', text: manifest }], options).diagnostics;
  expect(diagnostic).toMatchObject({ message: `the address "${text}" ${problem}`, hint });
});
