import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/model/comparison.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import { diffStates } from '../../src/plan/diff-states.ts';
import { comparisonToMarkdown } from '../../src/report/comparison-markdown.ts';
import { desiredGroup, plainOptions } from '../plan/directory.ts';

const revisions = { base: '3f2c1a9', head: undefined, notes: [] };
const reasons = new Map([['contractor@partner.example', 'Migration, ticket 12']]);
const ops = desiredGroup('ops@example.net', {
  members: ['ann@example.net', 'bob@example.net'],
  owners: ['ann@example.net'],
});

describe('a comparison as Markdown', () => {
  it('says first how much changes, then names everybody who joins or leaves, open to the eye', () => {
    const after = { ...ops, members: ['ann@example.net', 'contractor@partner.example'], reasons };
    expect(markdown([ops], [after])).toBe(`**1 changed group; 1 member joins, 1 member leaves. 0 unchanged.**

Manifests \`3f2c1a9 → the working tree\`.

#### \`ops@example.net\` 1 member joins, 1 leaves

- owned by \`ann@example.net\`
- joins: \`contractor@partner.example\`, reason: \`Migration, ticket 12\`
- leaves: \`bob@example.net\`
`);
  });

  it('says that nothing changes', () => {
    expect(markdown([ops], [ops])).toBe(
      '**No group changes. 1 unchanged.**\n\nManifests `3f2c1a9 → the working tree`.\n',
    );
  });

  it('names the group that a new or gone one looks like', () => {
    const text = markdown([ops], [{ ...ops, address: 'operations@example.net' }]);
    expect(text).toContain('- looks like the gone group `ops@example.net`: perhaps this one is its new address\n');
    expect(text).toContain('- looks like the new group `operations@example.net`: perhaps it replaces this one\n');
  });

  it('shows a group without members too', () => {
    const text = markdown([], [desiredGroup('new@example.net', { members: [] })]);
    expect(text).toContain('\n#### `new@example.net` new group, 0 members\n\n- nobody joins or leaves\n');
  });

  it('has a table where there are many groups, and folds what is long', () => {
    const groups = ['a', 'b', 'c', 'd'].map((name) => desiredGroup(`${name}@example.net`, { members: people(13) }));
    const text = markdown([], groups);
    expect(text).toContain('\n| new | `a@example.net` | 13 | 0 | new group, 13 members |\n');
    expect(text.match(/<details>/g)).toHaveLength(4);
  });

  it('is cut between two lines, and closes what it has opened', () => {
    const text = markdown([], [desiredGroup('all@example.net', { members: people(5000) })], 10_000);
    expect(text.length).toBeLessThanOrEqual(10_000);
    expect(text).toMatch(/\n- joins: `p\d+@example\.net`\n\n<\/details>\n\n_… and \d+ more lines, left out here/);
  });
});

function markdown(before: readonly DesiredGroup[], after: readonly DesiredGroup[], budget = 60_000): string {
  const comparison: Comparison = diffStates({ groups: before, invalid: new Set() }, { groups: after }, plainOptions);
  return comparisonToMarkdown(comparison, { revisions, budget });
}

function people(number: number): readonly string[] {
  return Array.from({ length: number }, (_, index) => `p${index}@example.net`);
}
