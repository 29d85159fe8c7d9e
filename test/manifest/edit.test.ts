import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editManifest, type ManifestEdit } from '../../src/manifest/edit.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { address, line, options } from './sample.ts';

const nothing: ManifestEdit = { removeMembers: [], addMembers: [], set: [] };

function members(remove: readonly string[], add: readonly string[]): ManifestEdit {
  return { ...nothing, removeMembers: remove, addMembers: add };
}

const block = `# Head office
address: hq@example.net # the address

members:
  # the founders
  - ann@example.net   # since 2020
  - "bob@example.net"

  - address: cy@example.net # guest
    reason: Ticket 12

  # the others
  - dan@example.net
# the end
enabled: true
`;

describe('editManifest on a block list', () => {
  it('removes a member with the comment on its line and keeps the comments above', () => {
    expect(editManifest(block, members(['ann@example.net'], []))).toBe(
      block.replace('  - ann@example.net   # since 2020\n', ''),
    );
  });

  it('removes a member that has a reason with all its lines', () => {
    expect(editManifest(block, members(['cy@example.net'], []))).toBe(
      block.replace('  - address: cy@example.net # guest\n    reason: Ticket 12\n', ''),
    );
  });

  it('adds a member behind the last one', () => {
    expect(editManifest(block, members([], ['eve@example.net', '#f@example.net']))).toBe(
      block.replace('  - dan@example.net\n', '  - dan@example.net\n  - eve@example.net\n  - "#f@example.net"\n'),
    );
  });

  it('adds where the last member was removed', () => {
    expect(editManifest(block, members(['dan@example.net'], ['eve@example.net']))).toBe(
      block.replace('- dan@', '- eve@'),
    );
  });

  it('writes [] when everyone is removed', () => {
    const text = 'address: a@example.net\nmembers: # nobody\n- b@example.net\n';
    expect(editManifest(text, members(['b@example.net'], []))).toBe('address: a@example.net\nmembers: [] # nobody\n');
  });

  it('keeps the indentation and the width of the dash', () => {
    expect(editManifest('address: a@x.y\nmembers:\n-   b@x.y\n', members([], ['c@x.y']))).toBe(
      'address: a@x.y\nmembers:\n-   b@x.y\n-   c@x.y\n',
    );
  });

  it('keeps CRLF', () => {
    expect(
      editManifest('address: a@x.y\r\nmembers:\r\n  - b@x.y\r\n  - c@x.y\r\n', members(['b@x.y'], ['d@x.y'])),
    ).toBe('address: a@x.y\r\nmembers:\r\n  - c@x.y\r\n  - d@x.y\r\n');
  });

  it('keeps a missing final newline', () => {
    const text = 'address: a@x.y\nmembers:\n  - b@x.y\n  - c@x.y';
    expect(editManifest(text, members(['c@x.y'], []))).toBe('address: a@x.y\nmembers:\n  - b@x.y');
    expect(editManifest(text, members([], ['d@x.y']))).toBe(`${text}\n  - d@x.y`);
    expect(editManifest(text, members(['c@x.y'], ['d@x.y']))).toBe('address: a@x.y\nmembers:\n  - b@x.y\n  - d@x.y');
  });

  it('keeps a byte order mark', () => {
    expect(editManifest('\ufeffmembers:\n  - b@x.y\naddress: a@x.y\n', members([], ['c@x.y']))).toBe(
      '\ufeffmembers:\n  - b@x.y\n  - c@x.y\naddress: a@x.y\n',
    );
  });
});

describe('editManifest on a flow list', () => {
  const flow = (list: string): string => `address: a@x.y\nmembers: ${list}\nenabled: true\n`;
  const cases: readonly (readonly [string, string, readonly string[], readonly string[], string])[] = [
    ['the first', '[b@x.y, c@x.y]', ['b@x.y'], [], '[c@x.y]'],
    ['the last', '[b@x.y, c@x.y]', ['c@x.y'], [], '[b@x.y]'],
    ['the middle', '[ b@x.y, c@x.y, d@x.y ] # c', ['c@x.y'], [], '[ b@x.y, d@x.y ] # c'],
    ['the last two', '[b@x.y, c@x.y, d@x.y]', ['c@x.y', 'd@x.y'], [], '[b@x.y]'],
    ['all', '[b@x.y, c@x.y]', ['b@x.y', 'c@x.y'], [], '[]'],
    ['all and adds', '[b@x.y, c@x.y]', ['b@x.y', 'c@x.y'], ['d@x.y'], '[d@x.y]'],
    ['the last and adds', '[b@x.y, c@x.y]', ['c@x.y'], ['d@x.y', '{e}@x.y'], '[b@x.y, d@x.y, "{e}@x.y"]'],
    ['an object', '[{address: b@x.y, reason: r}, c@x.y]', ['b@x.y'], [], '[c@x.y]'],
    ['a line', '[\n  b@x.y, # one\n  c@x.y # two\n  ]', ['b@x.y'], ['d@x.y'], '[\n  c@x.y, # two\n  d@x.y\n  ]'],
    [
      'the last line',
      '[\n  b@x.y, # one\n  c@x.y, # two\n  ]',
      ['c@x.y'],
      ['d@x.y'],
      '[\n  b@x.y, # one\n  d@x.y,\n  ]',
    ],
    ['every line', '[\n  b@x.y, # one\n  c@x.y\n  ]', ['b@x.y', 'c@x.y'], [], '[\n  ]'],
    ['nothing and fills an empty list', '[] # nobody', [], ['b@x.y'], '# nobody\n  - b@x.y'],
    ['nothing and fills a list of blanks', '[ ]', [], ['b@x.y'], '\n  - b@x.y'],
  ];
  it.each(cases)('removes %s', (_, before, remove, add, after) => {
    expect(editManifest(flow(before), members(remove, add))).toBe(flow(after).replace('members: \n', 'members:\n'));
  });
});

describe('editManifest on other keys', () => {
  const base = 'address: a@x.y # here\nmembers: []\n';
  const set = (text: string, ...edits: ManifestEdit['set']): string | undefined =>
    editManifest(text, { ...nothing, set: edits });

  it('adds a key behind those that come before it', () => {
    expect(
      set(
        base,
        { key: 'description', value: 'Head office' },
        { key: 'enabled', value: true },
        { key: 'aliases', values: ['b@x.y'] },
      ),
    ).toBe('address: a@x.y # here\ndescription: Head office\nmembers: []\naliases:\n  - b@x.y\nenabled: true\n');
  });

  it('replaces a value and keeps the comment behind it', () => {
    const text = `${base}description: old # note\nenabled: true # on\n`;
    expect(set(text, { key: 'description', value: 'new: one' }, { key: 'enabled', value: false })).toBe(
      `${base}description: "new: one" # note\nenabled: false # on\n`,
    );
    expect(set(text, { key: 'description', value: 'a\nb' })).toBe(
      `${base}description: "a\\nb" # note\nenabled: true # on\n`,
    );
  });

  it('replaces a block of text', () => {
    const text = `description: |\n  old\n  text\n\n# note\n${base}`;
    expect(set(text, { key: 'description', value: 'new' })).toBe(`description: new\n\n# note\n${base}`);
    expect(set(text, { key: 'description', value: 'a\nb' })).toBe(`description: |-\n  a\n  b\n\n# note\n${base}`);
  });

  it('fills an absent value and deletes a key', () => {
    expect(set(`${base}description:\n`, { key: 'description', value: 'x' })).toBe(`${base}description: x\n`);
    expect(set(`${base}aliases:\n  - b@x.y\nenabled: true\n`, { key: 'aliases', values: undefined })).toBe(
      `${base}enabled: true\n`,
    );
    expect(set(`${base}enabled: true\n`, { key: 'enabled', value: undefined })).toBe(base);
  });

  it('edits a list entry by entry', () => {
    const text = `${base}aliases:\n  - b@x.y # old name\n  - c@x.y\n`;
    expect(set(text, { key: 'aliases', values: ['d@x.y', 'b@x.y'] })).toBe(
      `${base}aliases:\n  - b@x.y # old name\n  - d@x.y\n`,
    );
    expect(set(text, { key: 'aliases', values: [] })).toBe(`${base}aliases: []\n`);
  });

  it('edits attributes one by one', () => {
    const text = `${base}attributes:\n  ou: Berlin # city\n  telephoneNumber: # both\n    - "1"\n    - "2"\n`;
    const values = new Map([
      ['ou', ['Berlin']],
      ['telephoneNumber', ['2', '3']],
      ['mailQuota', ['5', 'a,b']],
    ]);
    expect(set(text, { key: 'attributes', values })).toBe(
      `${base}attributes:\n  ou: Berlin # city\n  telephoneNumber: # both\n    - "2"\n    - "3"\n  mailQuota: ["5", "a,b"]\n`,
    );
    expect(set(`${base}attributes: { ou: Berlin }\n`, { key: 'attributes', values: new Map([['ou', ['Bonn']]]) })).toBe(
      `${base}attributes: { ou: Bonn }\n`,
    );
    expect(set(base, { key: 'attributes', values: new Map([['ou', ['Bonn']]]) })).toBe(
      `${base}attributes:\n  ou: Bonn\n`,
    );
    expect(set(text, { key: 'attributes', values: undefined })).toBe(base);
  });

  it('gives up on a text that it cannot edit safely', () => {
    for (const text of ['', '{address: a@x.y, members: []}', 'address: a\naddress: b\n', 'members: &x []\n', 'a: [']) {
      expect(editManifest(text, members([], ['b@x.y'])), text).toBeUndefined();
    }
  });

  it('does nothing when nothing is asked for', () => {
    expect(editManifest(block, nothing)).toBe(block);
  });
});

describe('any edit of members', () => {
  const eol = fc.constantFrom('\n', '\r\n');
  const comment = fc.stringMatching(/^# [a-z :,[\]"'-]{0,12}$/);
  const entry = fc.record({
    address,
    quote: fc.constantFrom('', "'", '"'),
    above: fc.array(fc.oneof(comment, fc.constant('')), { maxLength: 2 }),
    behind: fc.option(comment, { nil: undefined }),
    reason: fc.option(line, { nil: undefined }),
    removed: fc.boolean(),
  });
  const file = fc.record({
    entries: fc.uniqueArray(entry, { selector: (one) => one.address, maxLength: 6 }),
    added: fc.uniqueArray(address, { maxLength: 3 }),
    indent: fc.constantFrom('', '  ', '    '),
    style: fc.constantFrom<'block' | 'line' | 'lines'>('block', 'line', 'lines'),
    trailing: fc.boolean(),
    keyComment: fc.option(comment, { nil: undefined }),
    eol,
    final: fc.boolean(),
    after: fc.constantFrom('', '# end', 'enabled: true # yes', '\nowners: [o@x.y]'),
  });

  it('leaves exactly the intended members and every other line as it was', () => {
    fc.assert(
      fc.property(file, (one) => {
        const added = one.added.filter((text) => !one.entries.some((entry) => entry.address === text));
        const marked: { readonly text: string; readonly gone: boolean; readonly item?: true }[] = [
          { text: 'address: a@x.y', gone: false },
        ];
        const keep = (text: string): void => void marked.push({ text, gone: false });
        const spelled = (entry: (typeof one.entries)[number]): string =>
          entry.quote === ''
            ? JSON.stringify(entry.address)
            : entry.quote === "'"
              ? `'${entry.address.replaceAll("'", "''")}'`
              : JSON.stringify(entry.address);
        const behind = (entry: (typeof one.entries)[number]): string =>
          entry.behind === undefined ? '' : ` ${entry.behind}`;
        if (one.entries.length === 0) keep('members: []');
        else if (one.style === 'line') keep(`members: [${one.entries.map(spelled).join(', ')}]`);
        else if (one.style === 'lines') {
          keep('members: [');
          for (const [index, entry] of one.entries.entries()) {
            for (const above of entry.above) keep(above === '' ? '' : `  ${above}`);
            const comma = one.trailing || index < one.entries.length - 1 ? ',' : '';
            marked.push({ text: `  ${spelled(entry)}${comma}${behind(entry)}`, gone: entry.removed, item: true });
          }
          keep('  ]');
        } else {
          keep(`members:${one.keyComment === undefined ? '' : ` ${one.keyComment}`}`);
          for (const entry of one.entries) {
            for (const above of entry.above) keep(above === '' ? '' : `${one.indent}${above}`);
            if (entry.reason === undefined)
              marked.push({ text: `${one.indent}- ${spelled(entry)}${behind(entry)}`, gone: entry.removed });
            else {
              marked.push({ text: `${one.indent}- address: ${spelled(entry)}${behind(entry)}`, gone: entry.removed });
              marked.push({ text: `${one.indent}  reason: ${JSON.stringify(entry.reason)}`, gone: entry.removed });
            }
          }
        }
        for (const text of one.after.split('\n')) keep(text);
        const text = marked.map(({ text }) => text).join(one.eol) + (one.final ? one.eol : '');
        const removed = one.entries.filter((entry) => entry.removed).map((entry) => entry.address);

        const edited = editManifest(text, members(removed, added));

        expect(edited).toBeDefined();
        const kept = one.entries.filter((entry) => !entry.removed).map((entry) => entry.address);
        const { state, diagnostics } = resolveManifests([{ file: 'g.yaml', text: edited ?? '' }], options);
        expect(diagnostics).toEqual([]);
        expect(state.groups[0]?.members).toEqual([...kept, ...added]);
        const lines = (edited ?? '').split(one.eol);
        const inLine = one.style === 'line' || one.entries.length === 0 || kept.length === 0;
        const untouched = marked.filter((each, index) => {
          if (each.gone) return false;
          if (each.text.startsWith('members:') && inLine) return false;
          const lastKept = one.style === 'lines' && !marked.slice(index + 1).some((later) => !later.gone && later.item);
          return !(one.style === 'lines' && lastKept) || each.text.trimStart().startsWith('#');
        });
        expect(lines.filter((each) => untouched.some((other) => other.text === each)).length).toBeGreaterThanOrEqual(
          untouched.filter(({ text }) => text !== '').length,
        );
        for (const each of untouched) expect(lines).toContain(each.text);
        for (const entry of one.entries)
          for (const above of entry.above) if (one.style !== 'line') expect(edited).toContain(above);
      }),
      { numRuns: 500 },
    );
  });
});
