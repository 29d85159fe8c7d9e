import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/model/entry.ts';
import { diffValues, withSpellingFixed } from '../../src/plan/diff-values.ts';

const keyOf = (value: Value): string => String(value).toLowerCase().trim();

describe('the difference of two sets of values', () => {
  it('takes surplus values as stored and missing ones as declared', () => {
    const { change, spelling } = diffValues(['a', 'New'], ['a', ' Old '], keyOf);
    expect(change).toEqual({ remove: [' Old '], add: ['New'] });
    expect(spelling).toEqual([]);
  });

  it('is nothing for the same values in another order', () => {
    expect(diffValues(['a', 'b'], ['b', 'a'], keyOf).change).toEqual({ remove: [], add: [] });
  });

  it('names every other spelling of a declared value', () => {
    const { change, spelling } = diffValues(['a'], ['A', 'a', ' a'], keyOf);
    expect(change).toEqual({ remove: [], add: [] });
    expect(spelling).toEqual([
      { stored: 'A', declared: 'a' },
      { stored: ' a', declared: 'a' },
    ]);
  });

  it('adds a value that is declared in two spellings once, in the first', () => {
    expect(diffValues(['A', 'a'], [], keyOf).change.add).toEqual(['A']);
  });

  it('is not misled by values of the same number', () => {
    expect(diffValues(['a', 'a'], ['a', 'b'], keyOf).change).toEqual({ remove: ['b'], add: [] });
    expect(diffValues(['a', 'b'], ['a', 'a'], keyOf).change).toEqual({ remove: [], add: ['b'] });
  });

  it('leads from the stored keys to the declared ones, and to nothing when made twice', () => {
    const values = fc.uniqueArray(fc.constantFrom('a', 'A', ' a', 'b', 'B', 'c', ''), { maxLength: 6 });
    fc.assert(
      fc.property(values, values, (declared, stored) => {
        const diff = diffValues(declared, stored, keyOf);
        const apply = ({ remove, add }: typeof diff.change): Value[] => [
          ...stored.filter((value) => !remove.includes(value)),
          ...add,
        ];
        const keys = (list: readonly Value[]): Set<string> => new Set(list.map(keyOf));
        expect(keys(apply(diff.change))).toEqual(keys(declared));
        expect(diffValues(declared, apply(diff.change), keyOf).change).toEqual({ remove: [], add: [] });
        const fixed = apply(withSpellingFixed(diff, stored).change);
        expect(diffValues(declared, fixed, keyOf)).toEqual({
          change: { remove: [], add: [] },
          spelling: expect.anything(),
        });
        for (const value of fixed) expect(declared).toContain(value);
      }),
    );
  });
});

describe('a difference with its spelling corrected', () => {
  it('takes other spellings out and puts the declared one in', () => {
    const stored = ['A', 'b'];
    expect(withSpellingFixed(diffValues(['a', 'b'], stored, keyOf), stored)).toEqual({
      change: { remove: ['A'], add: ['a'] },
      spelling: [],
    });
  });

  it('does not add what is there', () => {
    const stored = ['A', 'a'];
    expect(withSpellingFixed(diffValues(['a'], stored, keyOf), stored).change).toEqual({ remove: ['A'], add: [] });
  });

  it('adds the declared spelling once for several others', () => {
    const stored = ['A', ' a'];
    expect(withSpellingFixed(diffValues(['a'], stored, keyOf), stored).change).toEqual({
      remove: ['A', ' a'],
      add: ['a'],
    });
  });
});
