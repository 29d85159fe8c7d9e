import { describe, expect, it } from 'vitest';
import { lintDirectory } from '../../src/plan/lint.ts';
import { mailboxes } from '../../src/plan/rules/mailboxes.ts';
import { desiredGroup } from './directory.ts';
import { lintOptions, only } from './lint-scene.ts';

const nobody = { groups: [], entries: [], conflicts: [], hasGroup: () => false, mailboxes: mailboxes([], '+') };

/** Groups of so many members, with their manifests. */
function groupsOf(...counts: readonly number[]): Pick<Parameters<typeof desiredGroup>[1], 'file' | 'members'>[] {
  return counts.map((count, index) => ({
    file: `${index}.yaml`,
    members: Array.from({ length: count }, (_, number) => `p${index}-${number}@x.example`),
  }));
}

function judge(...counts: readonly number[]): readonly string[] {
  const parts = groupsOf(...counts);
  const groups = parts.map((part, index) => desiredGroup(`g${index}@x.example`, part));
  const files = groups.map(({ file, address, members }) => ({
    file,
    text: `address: ${address}\nmembers: [${members.join(', ')}]\n`,
  }));
  const options = { ...lintOptions, domains: ['x.example'], rules: only('missing-accounts') };
  return lintDirectory(groups, files, nobody, options).map(({ hint }) => hint.replace(/^.*in the settings\./, ''));
}

describe('findings of one rule', () => {
  it('are all told up to 1,000', () => {
    const hints = judge(600, 400);
    expect([hints.length, new Set(hints)]).toEqual([1000, new Set([''])]);
  });

  it('are counted beyond, in the hint of the last one', () => {
    expect(judge(600, 401).at(-1)).toBe(' There is 1 more finding of this rule.');
    const hints = judge(900, 900, 900);
    expect([hints.length, hints.at(-1)]).toEqual([1000, ' There are 1700 more findings of this rule.']);
  });
});
