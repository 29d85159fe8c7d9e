import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/manifest/nearest.ts';

describe('nearest', () => {
  it('finds the word that was meant', () => {
    expect(nearest('adress', ['address', 'aliases'])).toBe('address');
    expect(nearest('Member', ['address', 'members'])).toBe('members');
    expect(nearest('onwers', ['owners'])).toBe('owners');
  });

  it('is silent when no word is near', () => {
    expect(nearest('zzz', ['address', 'members'])).toBeUndefined();
    expect(nearest('x'.repeat(1000), ['x'])).toBeUndefined();
  });
});

describe('editDistance', () => {
  it('counts an insertion, a deletion, a change and a swap as one', () => {
    expect([
      editDistance('ab', 'abc'),
      editDistance('abc', 'ab'),
      editDistance('abc', 'axc'),
      editDistance('abc', 'acb'),
    ]).toEqual([1, 1, 1, 1]);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('same', 'same')).toBe(0);
  });
});
