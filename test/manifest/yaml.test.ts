import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { formatManifest } from '../../src/manifest/format.ts';
import { plainValue } from '../../src/manifest/plain.ts';
import { parseYaml } from '../../src/manifest/yaml.ts';
import { pairOf, type YamlNode } from '../../src/manifest/yaml-node.ts';
import { draft } from './sample.ts';

/** Every node as the piece of source that it covers. */
function pieces(text: string): unknown {
  const piece = (node: YamlNode): unknown => {
    const source = text.slice(node.start, node.end);
    if (node.kind === 'scalar') return source;
    if (node.kind === 'sequence') return [source, ...node.items.map(piece)];
    return {
      source,
      ...Object.fromEntries(node.pairs.map(({ key, value }) => [text.slice(key.start, key.end), piece(value)])),
    };
  };
  const { root } = parseYaml('f.yaml', text);
  return root && piece(root);
}

function codes(text: string): string[] {
  return parseYaml('f.yaml', text).diagnostics.map(
    ({ code, source }) => `${code} ${source.line}:${source.column}-${source.endColumn}`,
  );
}

describe('parseYaml', () => {
  it('knows where every node begins and ends', () => {
    expect(pieces('a: b # c\n"d": \'e\'\nf:\n- g\n-   h: i\n    j:\nk: [l, {m: n}, o: p ] # q\n')).toEqual({
      source: 'a: b # c\n"d": \'e\'\nf:\n- g\n-   h: i\n    j:\nk: [l, {m: n}, o: p ]',
      a: 'b',
      '"d"': "'e'",
      f: ['- g\n-   h: i\n    j:', 'g', { source: 'h: i\n    j:', h: 'i', j: '' }],
      k: ['[l, {m: n}, o: p ]', 'l', { source: '{m: n}', m: 'n' }, { source: 'o: p', o: 'p' }],
    });
  });

  it('ends a flow collection at its own bracket', () => {
    expect(pieces('a: [{b: c}, [d], { }, [\n  e, # ]\n  f,\n  ] ]\n')).toEqual({
      source: 'a: [{b: c}, [d], { }, [\n  e, # ]\n  f,\n  ] ]',
      a: [
        '[{b: c}, [d], { }, [\n  e, # ]\n  f,\n  ] ]',
        { source: '{b: c}', b: 'c' },
        ['[d]', 'd'],
        { source: '{ }' },
        ['[\n  e, # ]\n  f,\n  ]', 'e', 'f'],
      ],
    });
  });

  it('covers a block of text from its sign to its last line', () => {
    expect(pieces('a: |-  # b\n  c\n\n  d\n\n\ne: >\n f\n')).toEqual({
      source: 'a: |-  # b\n  c\n\n  d\n\n\ne: >\n f\n',
      a: '|-  # b\n  c\n\n  d',
      e: '>\n f',
    });
  });

  it('puts an absent value behind the sign that announced it', () => {
    const text = 'a:   # b\nc:\n  -\n  - # d\n';
    const { root } = parseYaml('f.yaml', text);
    const places =
      root?.kind === 'mapping'
        ? root.pairs.map(({ value }) =>
            value.kind === 'sequence' ? value.items.map(({ start }) => start) : value.start,
          )
        : [];
    expect(places).toEqual([2, [15, 19]]);
  });

  it('marks what is wrong from its first to its last character', () => {
    expect(codes('a: &x b\nc: *longname\nd: !!str e\n')).toEqual(['RC103 1:4-6', 'RC104 2:4-13', 'RC105 3:4-9']);
  });

  it('ignores a byte order mark, also in columns', () => {
    expect(codes('\ufeffa: 1\n')).toEqual([]);
    expect(codes('\ufeffa: *b\n')).toEqual(['RC104 1:4-6']);
    expect(codes('\ufeff%YAML 1.2\n---\na: b\n')).toEqual(['RC107 1:1-10']);
  });

  it('lets emoji and joiners of other scripts pass', () => {
    expect(codes('a: 👩‍💻 می‌خواهم 日本 é\nb: "\\ud83d\\ude00"\n')).toEqual([]);
  });

  it('never shows source text in a message about syntax', () => {
    const text = 'secret: "hunter2\nmore: !<hunter2';
    for (const { message, hint } of parseYaml('f.yaml', text).diagnostics)
      expect(message + hint).not.toContain('hunter2');
    for (const { message } of parseYaml('f.yaml', 'a: !hunter2!x y').diagnostics)
      expect(message).not.toContain('hunter2');
  });

  it('lists no more than 1000 problems of one file', () => {
    expect(parseYaml('f.yaml', `[${'*a,'.repeat(5000)}]`).diagnostics).toHaveLength(1000);
  });

  it('reads what js-yaml reads', () => {
    fc.assert(
      fc.property(draft, (group) => {
        const text = formatManifest(group, undefined);
        const { root, diagnostics } = parseYaml('f.yaml', text);
        expect(diagnostics).toEqual([]);
        expect(root && JSON.parse(JSON.stringify(plainValue(root)))).toEqual(load(text));
      }),
    );
  });

  it('answers to any text with a tree or a diagnostic', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '#',
      '&x ',
      '*x',
      '!t ',
      '? ',
      '|',
      '>',
      '---\n',
      '...\n',
      '%',
      '\t',
      '\r',
      '\u0000',
      '\ufeff',
      '\ud800',
      '\\',
      '<<',
      '~',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map((parts) => parts.join('')),
        (text) => {
          const { root, diagnostics } = parseYaml('f.yaml', text);
          expect(root === undefined && diagnostics.length === 0, JSON.stringify(text)).toBe(false);
          const inside = (node: YamlNode, start: number, end: number): void => {
            expect(node.start, JSON.stringify(text)).toBeGreaterThanOrEqual(start);
            expect(node.end, JSON.stringify(text)).toBeGreaterThanOrEqual(node.start);
            expect(node.end, JSON.stringify(text)).toBeLessThanOrEqual(end);
            if (node.kind === 'sequence') for (const item of node.items) inside(item, node.start, node.end);
            if (node.kind === 'mapping') for (const { value } of node.pairs) inside(value, node.start, node.end);
          };
          if (root !== undefined) inside(root, 0, text.length);
        },
      ),
      { numRuns: 5000, examples: [['\t---\n>\n...\n']] },
    );
  });

  it('finds the value of a key', () => {
    const { root } = parseYaml('f.yaml', 'a: 1\nb: 2\n');
    const pair = root?.kind === 'mapping' ? pairOf(root, 'b') : undefined;
    expect(pair?.value).toMatchObject({ kind: 'scalar', text: '2' });
  });
});
