import fc from 'fast-check';
import { type Event, parseEvents } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { alikeLines, withAlike, withoutAlike } from '../../src/manifest/alike-lines.ts';
import { parseYaml } from '../../src/manifest/yaml.ts';

const many = (indent: number): string =>
  Array.from({ length: 9 }, (_, n) => `${' '.repeat(indent)}- user${n}@example.net\n`).join('');

function shorter(text: string): Event[] | undefined {
  const found = alikeLines(text);
  return withAlike(parseEvents(withoutAlike(text, found), {}), found);
}

/** What the library makes of a text; the reason when it refuses it. */
function whole(text: string): Event[] | string {
  try {
    return parseEvents(text, {});
  } catch (error) {
    return String(error);
  }
}

describe('lines that are alike', () => {
  it.each([
    ['in a list', `address: hq@example.net\nmembers:\n${many(2)}description: d\n`],
    ['in a list that is not indented', `members:\n${many(0)}owners:\n- a\n`],
    ['in a list of lists', `a:\n  - - first\n${many(4)}  - second\n`],
    ['in two lists', `members:\n${many(2)}owners:\n${many(2)}aliases: [ "a" ]\nlast: 'b'\n`],
    ['in two parts of one list', `members:\n${many(2)}  - address: a\n    reason: &x !y b\n${many(2)}end: *x\n`],
    ['with a comment between', `members:\n${many(2)}  # more\n${many(2)}`],
    ['with a last value that goes on', `members:\n${many(2)}    and more\nend: 1\n`],
    ['under an anchor', `members: &x\n${many(2)}end: 1\n`],
    ['of words that other lists take for more than text', `a:\n${'  - null\n'.repeat(5)}${'  - 12e4\n'.repeat(5)}`],
  ])('%s are left out without a difference', (_, text) => {
    const found = alikeLines(text);
    expect(withoutAlike(text, found).length).toBeLessThan(text.length - 40);
    expect(shorter(text)).toEqual(parseEvents(text, {}));
  });

  it.each([
    ['a block of text', `a: |\n${many(2)}b: c\n`],
    ['a text that goes on', `a: text\n${many(2)}b: c\n`],
    ['a quoted text', `a: "text\n${many(2)} b"\n`],
  ])('in %s are no list', (_, text) => {
    expect(alikeLines(text)).toHaveLength(1);
    expect(shorter(text)).toBeUndefined();
    expect(parseYaml('f.yaml', text).root).toMatchObject({ kind: 'mapping' });
  });

  it('do not move the place of a mistake', () => {
    const text = `members:\n${many(2)} - bad\n`;
    expect(parseYaml('f.yaml', text).diagnostics).toMatchObject([{ code: 'RC101', source: { line: 11 } }]);
  });

  it.each([
    ['few lines', 'a:\n  - b\n  - c\n  - d\n'],
    ['lines with more than a word', 'a:\n  - b c\n'.repeat(9)],
    ['lines with a colon', '  - b: c\n'.repeat(9)],
    ['lines with a quotation mark', '  - "b"\n'.repeat(9)],
    ['lines with a carriage return', '  - b\r\n'.repeat(9)],
    ['lines with a tab', '\t- b\n'.repeat(9)],
    ['lines with different indentation', '  - b\n - c\n'.repeat(9)],
    ['a last line without an end', `${'  - b\n'.repeat(7)}  - b`],
  ])('are not found in %s', (_, text) => {
    expect(alikeLines(text)).toEqual([]);
  });

  it('are read as the library reads them, whatever stands around them', () => {
    const piece = fc.oneof(
      { weight: 4, arbitrary: fc.nat({ max: 4 }).map(many) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.nat({ max: 3 }),
            fc.constantFrom('-', '--', '---', '...', 'a:', 'a b', '&a', '!a', '*a', '|', '@', '%'),
          )
          .map(([indent, word]) => `${' '.repeat(indent)}- ${word}\n`.repeat(9)),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.nat({ max: 5 }), fc.constantFrom('- a', 'a: b', 'a:', '- a: b', '- - a', '-', '? a', ': b', 'a'))
          .map(([indent, word]) => `${' '.repeat(indent)}${word}\n`),
      },
      fc.constantFrom(
        'a: |\n',
        '- |\n',
        'a: >2-\n',
        '- |3\n',
        'a: "\n',
        '"\n',
        "- '\n",
        'a: [\n',
        ']\n',
        '- {\n',
        '}\n',
      ),
      fc.constantFrom(
        '# c\n',
        '\n',
        '  \n',
        '\t\n',
        '\t- a\n',
        ' \t- a\n',
        '---\n',
        '...\n',
        '- &a\n',
        '- !t\n',
        '- *a\n',
      ),
      fc.constantFrom(
        '%YAML 1.2\n',
        '\ufeff',
        '- a \n',
        '- a # c\n',
        'k: v\r\n',
        '  - a\r\n',
        'a: &b\n',
        '- a\n  b\n',
        '\r',
      ),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(''));
    let compared = 0;
    fc.assert(
      fc.property(text, (one) => {
        const found = alikeLines(one);
        if (found.length === 0) return;
        let events: Event[] | undefined;
        try {
          events = withAlike(parseEvents(withoutAlike(one, found), {}), found);
        } catch {
          return; // the whole text is read instead
        }
        if (events === undefined) return;
        compared += 1;
        expect(events).toEqual(whole(one));
      }),
      { numRuns: 20_000 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
