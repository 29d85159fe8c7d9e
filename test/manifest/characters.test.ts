import { describe, expect, it } from 'vitest';
import { characterName, findHidden, replaceHidden } from '../../src/manifest/characters.ts';

describe('findHidden', () => {
  it('finds every kind of hidden character at its offset', () => {
    const hidden = [
      0x00, 0x07, 0x0b, 0x1b, 0x7f, 0x85, 0x9f, 0xad, 0x61c, 0x200b, 0x200e, 0x2028, 0x202a, 0x202e, 0x2060, 0x2066,
      0x2069, 0xfeff, 0xd800, 0xdc00, 0xe0041,
    ];
    for (const codePoint of hidden) {
      const character = String.fromCodePoint(codePoint);
      expect(findHidden(`ab${character}c`, 9)).toEqual([{ offset: 2, length: character.length, codePoint }]);
    }
  });

  it('lets tabs, line ends, accents, emoji and joiners between other letters pass', () => {
    expect(findHidden('\ufeffa\tb\r\nc\n é 日本 👩‍💻 می‌خواهم', 9)).toEqual([]);
  });

  it('finds joiners behind ASCII letters and a carriage return alone', () => {
    expect(findHidden('a\u200db\rc', 9).map(({ offset }) => offset)).toEqual([1, 3]);
  });

  it('stops at the limit', () => {
    expect(findHidden('\u0001'.repeat(100), 3)).toHaveLength(3);
  });
});

describe('replaceHidden', () => {
  it('keeps every offset and every line', () => {
    expect(replaceHidden('\ufeffa\u001bb\rc\r\n\ufeff')).toBe('\ufeffa_b\nc\r\n_');
  });
});

describe('characterName', () => {
  it('names what cannot be shown', () => {
    expect([0x1b, 0x202e, 0x9b, 0xe0041].map(characterName)).toEqual([
      'U+001B (escape)',
      'U+202E (direction override)',
      'U+009B (control character)',
      'U+E0041',
    ]);
  });
});
