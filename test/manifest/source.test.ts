import { describe, expect, it } from 'vitest';
import { positionAt, quoted, sourceAt, sourceText, visible } from '../../src/manifest/source.ts';

describe('sourceAt', () => {
  it('counts lines and columns from one, whatever the line ends', () => {
    const text = 'a\r\nbc\rd\nef';
    const place = (start: number, end: number): unknown => {
      const { line, column, endColumn, text: shown } = sourceAt('f', text, start, end);
      return [line, column, endColumn, shown];
    };
    expect(place(0, 1)).toEqual([1, 1, 2, 'a']);
    expect(place(3, 5)).toEqual([2, 1, 3, 'bc']);
    expect(place(6, 7)).toEqual([3, 1, 2, 'd']);
    expect(place(9, 10)).toEqual([4, 2, 3, 'ef']);
    expect(place(10, 10)).toEqual([4, 3, 4, 'ef']);
  });

  it('ends the mark on the same line', () => {
    expect(sourceAt('f', 'abc\ndef', 1, 7)).toMatchObject({ line: 1, column: 2, endColumn: 4 });
  });

  it('shows hidden characters as signs of the same width', () => {
    expect(sourceAt('f', 'a\u001b[1m\u202eb\u0085\t', 0, 1).text).toBe('a\u241b[1m\ufffdb\ufffd\t');
  });

  it('cuts a long line, and leaves it out when the column is beyond the cut', () => {
    const text = `x\n${'y'.repeat(100_000)}`;
    const source = sourceText('f', text);
    expect(positionAt(source, 3, 5)).toMatchObject({ line: 2, column: 2, endColumn: 4 });
    expect(positionAt(source, 3, 5).text).toHaveLength(1000);
    expect(positionAt(source, 90_000, 90_001)).toMatchObject({ line: 2, column: 89_999, text: '' });
  });
});

describe('quoted', () => {
  it('shows a value in quotes, visible and cut', () => {
    expect(quoted('a\u001bb')).toBe('"a\u241bb"');
    expect(quoted('x'.repeat(500))).toBe(`"${'x'.repeat(97)}…"`);
  });
});

describe('visible', () => {
  it('keeps the length of a text', () => {
    for (const text of ['\u0000\u007f\u2028', '\ud800', '\udb40\udc41', 'a\r', '👩‍💻'])
      expect(visible(text)).toHaveLength(text.length);
  });
});
