import { describe, expect, it } from 'vitest';
import { unknownOverride } from '../../src/plan/unknown-override.ts';
import { desiredGroup, groupEntry, plainOptions, stateOf } from './directory.ts';

const desired = { groups: [desiredGroup('hq@x', { aliases: ['head@x'] }), desiredGroup('new@x', { mode: 'ignored' })] };
const current = stateOf(
  [
    groupEntry('hq@x', []),
    { ...groupEntry('ops@x', []), dn: 'cn=ops,dc=x' },
    { ...groupEntry('lab@x', [], { name: 'description', values: ['Lab'] }), dn: 'cn=lab,dc=x' },
  ].map((entry) => ({
    ...entry,
    attributes: entry.attributes.map(({ name, values }) =>
      name === 'mail'
        ? { name, values: [...values, ...(values.includes('lab@x') ? ['labor@x'] : [])] }
        : { name, values },
    ),
  })),
  plainOptions.profile,
);
const problem = (address: string): unknown =>
  unknownOverride([{ kind: 'removals', address, removals: 1 }], desired, current);

describe('an exception of the command line', () => {
  it.each(['hq@x', 'HQ@X', 'new@x', 'ops@x', 'lab@x'])(
    'may name %s, which is declared or in the directory',
    (address) => {
      expect(problem(address)).toBeUndefined();
    },
  );

  it('may not name a group that is nowhere', () => {
    expect(problem('warehouse@y')).toEqual({
      message: 'no group "warehouse@y" is declared or in the directory',
      hint: 'Write the address of the group as the plan shows it.',
    });
  });

  it('is told what was probably meant', () => {
    expect(problem('opps@x')).toMatchObject({ hint: 'Did you mean ops@x?' });
  });

  it('is told nothing when only the domain is alike', () => {
    expect(problem('warehouse@x')).not.toMatchObject({ hint: expect.stringContaining('mean') });
  });

  it.each([
    ['head@x', 'hq@x'],
    ['labor@x', 'lab@x'],
  ])('may not name %s, another address of %s', (address, owner) => {
    expect(problem(address)).toEqual({
      message: `"${address}" is another address of ${owner}`,
      hint: `Write ${owner}.`,
    });
  });

  it('is not looked for when there is none', () => {
    expect(unknownOverride([], desired, current)).toBeUndefined();
  });
});
