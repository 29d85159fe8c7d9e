import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../src/manifest/canonical.ts';
import { formatManifest } from '../../src/manifest/format.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { draft, options } from './sample.ts';

const stateOf = (text: string): unknown => resolveManifests([{ file: 'g.yaml', text }], options).state;
const hashes = (text: string): number => [...text.matchAll(/#c\d+/g)].length;

describe('the canonical form of a manifest', () => {
  it('has keys in order, one line a member, and every comment beside what it is about', () => {
    const text = `# yaml-language-server: $schema=../schema/group.schema.json
# The head of the file.

# everybody
members: [ "ann@example.net", # the boss
  bob@example.net,
  { until: 2027-01-31, address: 'c@x.y', reason: "a: b" } ] # end


include:   # who else
- berlin@example.net
   # behind
# the address
address:    hq@example.net   # short
description: 'All'
# last
`;
    expect(canonicalText(text)).toBe(`# yaml-language-server: $schema=../schema/group.schema.json
# The head of the file.

# the address
address: hq@example.net # short
description: All
# everybody
members: # end
  - ann@example.net # the boss
  - bob@example.net
  - address: c@x.y
    reason: "a: b"
    until: 2027-01-31

include: # who else
  - berlin@example.net
  # behind
# last
`);
  });

  it('is what import writes', () => {
    fc.assert(
      fc.property(draft, (group) => {
        const text = formatManifest(group, '../schema/group.schema.json');
        expect(canonicalText(text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('says the same, keeps every comment, and stays as it is', () => {
    const noise = fc.array(fc.constantFrom('', '  ', ' #c1', '# #c2', '      # #c3', 'crlf'), { maxLength: 30 });
    fc.assert(
      fc.property(draft, noise, fc.boolean(), (group, extra, isFlow) => {
        const base = formatManifest(group, undefined);
        const lines = base.split('\n').slice(0, -1);
        const block = /^description: [|>]/.test(lines[1] ?? '');
        const noisy = lines.flatMap((line, index) => {
          const one = extra[index % Math.max(extra.length, 1)] ?? '';
          if (block || /^\s*$/.test(line)) return [line];
          if (one.startsWith(' #')) return [`${line} ${one}`];
          return one.includes('#') ? [one, line] : one === 'crlf' ? [line] : [line, one];
        });
        const flowed = isFlow ? noisy.map((line) => line.replace(/^members:$/, 'members:   ')) : noisy;
        const text = `${flowed.join(extra.includes('crlf') ? '\r\n' : '\n')}\n`;
        const result = canonicalText(text);
        if (result === undefined) throw new Error(`not formatted:\n${text}`);
        expect(stateOf(result)).toEqual(stateOf(text));
        expect(hashes(result)).toBe(hashes(text));
        expect(canonicalText(result)).toBe(result);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', '- a\n', 'address: [\n', 'a: &x 1\n'])('is nothing for %j', (text) => {
    expect(canonicalText(text)).toBeUndefined();
  });
});
