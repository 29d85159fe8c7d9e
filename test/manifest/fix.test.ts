import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixManifest } from '../../src/manifest/fix.ts';
import { formatManifest } from '../../src/manifest/format.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import type { LocalPartRule } from '../../src/model/address.ts';
import { draft, options } from './sample.ts';

const fixed = (text: string): string => fixManifest(text, 'fold').text;

describe('mending', () => {
  it('takes out duplicates, keeps the first one, comments and line ends, and says what it did', () => {
    const text = [
      '# ours',
      'address: hq@x.example',
      'members:',
      '  - ann@x.example # on call',
      '  - bob@x.example',
      '  - ANN@x.example',
      '  - bob@x.example',
      'owners: [ann@x.example, Ann@x.example]',
      'aliases: [HQ@x.example]',
      '',
    ].join('\r\n');
    const { text: mended, fixes } = fixManifest(text, 'fold');
    expect(mended.split('\r\n')).toEqual([
      '# ours',
      'address: hq@x.example',
      'members:',
      '  - ann@x.example # on call',
      '  - bob@x.example',
      'owners: [ann@x.example]',
      'aliases: []',
      '',
    ]);
    expect(fixes).toEqual([
      'took out "ANN@x.example", which is there as "ann@x.example" already',
      'took out "bob@x.example", which is there already',
      'took out "HQ@x.example", which is there as "hq@x.example" already',
      'took out "Ann@x.example", which is there as "ann@x.example" already',
    ]);
  });

  it('takes blanks away and writes domains in ASCII, also where that makes a duplicate', () => {
    expect(fixed('address: " hq@x.example "\nmembers: [ann@bücher.example, "ann@xn--bcher-kva.example "]\n')).toBe(
      'address: hq@x.example\nmembers: [ann@xn--bcher-kva.example]\n',
    );
  });

  it('works without a line end at the end', () => {
    expect(fixed('address: hq@x.example\nmembers:\n  - a@x.example\n  - A@x.example')).toBe(
      'address: hq@x.example\nmembers:\n  - a@x.example',
    );
  });

  it.each([
    ['another reason', 'members: [{ address: a@x.example, reason: one }, { address: a@x.example, reason: two }]'],
    ['a reason only here', 'members: [a@x.example, { address: a@x.example, reason: two }]'],
    ['days', 'members: [{ address: a@x.example, until: 2027-01-31 }, a@x.example]'],
    ['a comma', 'members: ["a@x.example, b@x.example"]'],
    ['a name', 'members: ["Ann <a@x.example>"]'],
    ['a local part outside ASCII', 'members: [jürgen@x.example]'],
    ['letter case that counts', 'members: [a@x.example, A@x.example]', 'exact'],
  ] as const)('leaves %s to a person', (_, members, localPart: LocalPartRule = 'fold') => {
    const text = `address: hq@x.example\n${members}\n`;
    expect(fixManifest(text, localPart)).toEqual({ text, fixes: [] });
  });

  it.each(['address: [\n', 'address: hq@x.example\nmember: [a@x.example, a@x.example]\n', '', '- a\n'])(
    'leaves %j, which is no manifest',
    (text) => {
      expect(fixManifest(text, 'fold')).toEqual({ text, fixes: [] });
    },
  );

  it('keeps a duplicate that says less than the first one out', () => {
    expect(fixed('address: hq@x.example\nmembers: [{ address: a@x.example, reason: why }, A@x.example]\n')).toBe(
      'address: hq@x.example\nmembers: [{ address: a@x.example, reason: why }]\n',
    );
  });

  it('changes nothing in a manifest that is in order, for any manifest', () => {
    fc.assert(
      fc.property(draft, (group) => {
        const text = formatManifest(group, undefined);
        fc.pre(resolveManifests([{ file: 'g.yaml', text }], options).diagnostics.length === 0);
        expect(fixManifest(text, 'fold')).toEqual({ text, fixes: [] });
      }),
      { numRuns: 100 },
    );
  });
});
