import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/model/outcome.ts';
import type { LeftAlone } from '../../src/report/apply-counts.ts';
import { applyToMarkdown } from '../../src/report/apply-markdown.ts';
import { applyToText } from '../../src/report/apply-text.ts';
import { plainStyle } from '../../src/report/style.ts';
import { createStep, mediumPlan, planWith } from './plans.ts';

const nothing = { ...planWith({}), stale: [] };
const applied: StepResult[] = mediumPlan().steps.map((step) => ({ step, planned: step, outcome: { kind: 'applied' } }));
const mixed: StepResult[] = applied.map((result, index) => {
  if (index === 1) {
    const reason = 'the directory refused it: insufficientAccessRights (50)';
    return {
      ...result,
      outcome: { kind: 'failed', reason, hint: 'Give the account write access to mailGroupMember.' },
    };
  }
  return index === 3 ? { ...result, outcome: { kind: 'skipped', reason: 'the connection was lost before' } } : result;
});

describe('the report of an apply', () => {
  it('shows every step, why one failed, how to take it back, what to do next, and the counts last', () => {
    expect(
      applyToText(mixed, { style: plainStyle, details: undefined, left: nothing, undoFile: 'undo.ldif' }),
    ).toMatchInlineSnapshot(`
      "applied  + ops@example.net  group created, 2 members
      FAILED   ~ hq@example.net  2 members to add, 1 to remove; 1 attribute to change
               reason: the directory refused it: insufficientAccessRights (50)
               hint: Give the account write access to mailGroupMember.
      applied  ~ odd@example.net  2 members removed; 1 alias removed
      skipped  - old@example.net  group to delete, 2 members
               reason: the connection was lost before

      Undo: undo.ldif takes back what was applied (ldapmodify -f).

      Next: Put right what the hints name and make a new plan. What is applied stays and is not sent again.

      Applied 2 of 4 steps; 1 failed, 1 skipped.
      "
    `);
  });

  it('gives no advice when everything is applied', () => {
    expect(
      applyToText(applied, { style: plainStyle, details: undefined, left: nothing, undoFile: undefined }),
    ).toMatchInlineSnapshot(`
      "applied  + ops@example.net  group created, 2 members
      applied  ~ hq@example.net  2 members added, 1 removed; 1 attribute changed
      applied  ~ odd@example.net  2 members removed; 1 alias removed
      applied  - old@example.net  group deleted, 2 members

      Applied 4 of 4 steps.
      "
    `);
  });

  it('gives advice as soon as one step failed or was skipped', () => {
    const advice = (results: StepResult[]) =>
      applyToText(results, { style: plainStyle, details: undefined, left: nothing, undoFile: undefined });
    expect(advice(mixed.slice(0, 2))).toContain('Next: Put right what the hints name');
    expect(advice(mixed.slice(2))).toContain('Next: Put right what the hints name');
  });

  it('counts a single step in the singular', () => {
    const step = createStep('ops@example.net', {});
    const text = applyToText([{ step, planned: step, outcome: { kind: 'applied' } }], {
      style: plainStyle,
      details: undefined,
      left: nothing,
      undoFile: undefined,
    });
    expect(text).toContain('Applied 1 of 1 step.\n');
  });

  it('says so when there was nothing to send', () => {
    expect(applyToText([], { style: plainStyle, details: undefined, left: nothing, undoFile: undefined })).toBe(
      'Nothing was to do; nothing was sent.\n',
    );
  });

  it('has failed steps first in Markdown', () => {
    expect(applyToMarkdown(mixed, { left: nothing, undoFile: 'undo.ldif', budget: 60_000 })).toMatchInlineSnapshot(`
      "**Applied 2 of 4 steps; 1 failed, 1 skipped.**

      Put right what the hints name and make a new plan. What is applied stays and is not sent again.

      The undo LDIF is \`undo.ldif\`.

      | outcome | group | what | reason |
      |---|---|---|---|
      | failed | \`hq@example.net\` | 2 members to add, 1 to remove; 1 attribute to change | \`the directory refused it: insufficientAccessRights (50)\` Hint: \`Give the account write access to mailGroupMember.\` |
      | skipped | \`old@example.net\` | group to delete, 2 members | \`the connection was lost before\` |
      | applied | \`ops@example.net\` | group created, 2 members |  |
      | applied | \`odd@example.net\` | 2 members removed; 1 alias removed |  |
      "
    `);
  });

  it('names what was held and every conflict, and counts them', () => {
    expect(
      applyToText(applied.slice(0, 1), {
        style: plainStyle,
        details: undefined,
        left: { ...mediumPlan(), stale: [] },
        undoFile: undefined,
      }),
    ).toMatchInlineSnapshot(`
      "applied  + ops@example.net  group created, 2 members
      held     ~ big@example.net  2 members to remove
               reason: it would lose 2 of its 3 members
               hint: The limit is 50 % (at least 1). Run with --allow-removals big@example.net=2.
      conflict dup@example.net  two entries have this address
               entry: mail=dup@example.net,ou=Groups,ou=Mail,dc=example,dc=net
               entry: cn=dup,ou=Old,dc=example,dc=net
               hint: Delete one of them, or change its address.

      Applied 1 of 1 step; 1 held, 1 conflict.
      "
    `);
  });

  it('says so when nothing was sent because all of it was left alone', () => {
    const { held, conflicts } = mediumPlan();
    const last = (left: LeftAlone) =>
      applyToText([], { style: plainStyle, details: undefined, left, undoFile: undefined }).split('\n').at(-2);
    expect(last({ held, conflicts: [], stale: [] })).toBe('Nothing was sent; 1 held.');
    expect(last({ held: [], conflicts: [...conflicts, ...conflicts], stale: [] })).toBe(
      'Nothing was sent; 2 conflicts.',
    );
  });

  it('shows at most 20 entries of a conflict', () => {
    const dns = Array.from({ length: 22 }, (_, index) => `cn=${index}`);
    const left = { held: [], stale: [], conflicts: mediumPlan().conflicts.map((conflict) => ({ ...conflict, dns })) };
    const text = applyToText([], { style: plainStyle, details: undefined, left, undoFile: undefined });
    expect(text).toContain('\n         entry: cn=19\n         … and 2 more (use --format json for all)\n');
    const markdown = applyToMarkdown([], { left, undoFile: undefined, budget: 60_000 });
    expect(markdown).toContain('| 22 entries: `cn=0`, ');
    expect(markdown).toContain(', `cn=19`, … and 2 more | ');
  });

  it('has the stale steps of a saved plan with reason and hint, in both', () => {
    const stale = [
      {
        kind: 'update',
        address: 'hq@example.net',
        dn: 'mail=hq',
        reason: 'somebody changed it',
        hint: 'Make a new plan.',
      } as const,
    ];
    const left = { held: [], conflicts: [], stale };
    expect(applyToText(applied, { style: plainStyle, details: undefined, left, undoFile: undefined })).toMatch(
      /^stale {4}hq@example\.net\n {9}reason: somebody changed it\n {9}hint: Make a new plan\.$[\s\S]*Applied 4 of 4 steps; 1 stale\.\n$/m,
    );
    expect(applyToMarkdown(applied, { left, undoFile: undefined, budget: 60_000 })).toContain(
      '| stale | `hq@example.net` | update | `somebody changed it` Hint: `Make a new plan.` |',
    );
  });

  it('has what was left alone before what was applied in Markdown', () => {
    expect(
      applyToMarkdown(mixed.slice(0, 2), { left: { ...mediumPlan(), stale: [] }, undoFile: undefined, budget: 60_000 }),
    ).toMatchInlineSnapshot(`
      "**Applied 1 of 2 steps; 1 failed, 1 held, 1 conflict.**

      Put right what the hints name and make a new plan. What is applied stays and is not sent again.

      | outcome | group | what | reason |
      |---|---|---|---|
      | failed | \`hq@example.net\` | 2 members to add, 1 to remove; 1 attribute to change | \`the directory refused it: insufficientAccessRights (50)\` Hint: \`Give the account write access to mailGroupMember.\` |
      | held | \`big@example.net\` | 2 members to remove | \`it would lose 2 of its 3 members\` Hint: \`The limit is 50 % (at least 1). Run with --allow-removals big@example.net=2.\` |
      | conflict | \`dup@example.net\` | 2 entries: \`mail=dup@example.net,ou=Groups,ou=Mail,dc=example,dc=net\`, \`cn=dup,ou=Old,dc=example,dc=net\` | \`two entries have this address\` Hint: \`Delete one of them, or change its address.\` |
      | applied | \`ops@example.net\` | group created, 2 members |  |
      "
    `);
  });

  it('is cut to its budget in Markdown', () => {
    const many = Array.from({ length: 100 }, () => mixed).flat();
    const text = applyToMarkdown(many, { left: nothing, undoFile: undefined, budget: 3000 });
    expect(text.length).toBeLessThanOrEqual(3000);
    expect(text).toMatch(/_… and \d+ more groups, left out here/);
  });
});
