import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planToMarkdown } from '../../src/report/plan-markdown.ts';
import { createStep, mediumPlan, planWith, updateStep } from './plans.ts';

const options = { revision: undefined, budget: 60_000 };

describe('a plan as Markdown', () => {
  it('shows the counts first, then a table, then who joins and who leaves', () => {
    expect(planToMarkdown(mediumPlan(), { ...options, revision: '3f2c1a9' })).toMatchInlineSnapshot(`
      "**Plan: 1 to create, 2 to update, 1 to delete; 4 members to add, 3 to remove. 12 unchanged, 1 held, 1 conflict, 1 unmanaged, 1 difference of spelling.**

      Directory \`ldap://ldap.example.net\` \`ou=Groups,ou=Mail,dc=example,dc=net\`, manifests from revision \`3f2c1a9\`.

      **Held back (1)**

      - \`big@example.net\`: 2 members to remove (limit for one group). Reason: \`it would lose 2 of its 3 members\` Remedy: \`The limit is 50 % (at least 1). Run with --allow-removals big@example.net=2.\`

      **Exceptions (2)**

      - \`hq@example.net\`: manifest, up to 40 removals until \`2026-12-05\`: 1 used. Reason: \`Hamburg closes\`
      - \`old@example.net\`: command line, deletion with up to 2 members: 2 used.

      **Conflicts (1)**

      - \`dup@example.net\`: \`two entries have this address\` Hint: \`Delete one of them, or change its address.\`
        - \`mail=dup@example.net,ou=Groups,ou=Mail,dc=example,dc=net\`
        - \`cn=dup,ou=Old,dc=example,dc=net\`

      **Notes (1)**

      - \`The server does not tell entryCSN; a concurrent edit is found by the values alone.\`

      | change | group | + | − | what |
      |---|---|--:|--:|---|
      | create | \`ops@example.net\` | 2 | 0 | new group, 2 members |
      | update | \`hq@example.net\` | 2 | 1 | 2 members to add, 1 to remove; 1 attribute to change |
      | update | \`odd@example.net\` | 0 | 2 | 2 members to remove; 1 alias to remove |
      | delete | \`old@example.net\` | 0 | 2 | group to delete, 2 members |

      <details><summary><code>ops@example.net</code> new group, 2 members</summary>

      - joins: \`ann@example.net\`
      - joins: \`contractor@partner.example\`, reason: \`Migration, ticket 12\`
      - new alias \`operations@example.net\`
      - \`description\`: nothing → \`"Operations"\`

      </details>

      <details><summary><code>hq@example.net</code> 2 members to add, 1 to remove; 1 attribute to change</summary>

      - joins: \`cleo@example.net\`
      - joins: \`dora@example.net\`, reason: \`new in Berlin\`
      - leaves: \`Bob@example.net\`
      - \`description\`: \`"Old"\` → \`"Everyone at headquarters"\`

      </details>

      <details><summary><code>odd@example.net</code> 2 members to remove; 1 alias to remove</summary>

      - leaves: \`" blank@example.net "\`
      - leaves: \`base64:/0E=\`
      - alias removed \`old-odd@example.net\`

      </details>

      <details><summary><code>old@example.net</code> group to delete, 2 members</summary>

      - leaves: \`ann@example.net\`
      - leaves: \`bob@example.net\`

      </details>

      **Different spelling, left as it is (1)**

      - \`hq@example.net\` \`mailGroupMember\`: \`Ann@Example.net\` in the directory, \`ann@example.net\` in the manifest

      **Unmanaged, left alone (1)**

      - \`stray@example.net\`
      "
    `);
  });

  it('has no table when nothing is to do', () => {
    expect(planToMarkdown(planWith({ unchanged: 2 }), options)).toMatchInlineSnapshot(`
      "**Nothing to do: 2 groups agree with the directory.**

      Directory \`ldap://ldap.example.net\` \`ou=Groups,ou=Mail,dc=example,dc=net\`, manifests from the working directory.
      "
    `);
  });

  it('is cut between rows, with a line that says how many are left out', () => {
    const members = Array.from({ length: 100 }, (_, index) => `user${index}@example.net`);
    const plan = planWith({ steps: [createStep('all@example.net', { members })] });
    const text = planToMarkdown(plan, { ...options, budget: 1000 });
    expect(text.slice(text.indexOf('- joins: `user8@'))).toMatchInlineSnapshot(`
      "- joins: \`user8@example.net\`
      - joins: \`user9@example.net\`
      - joins: \`user10@example.net\`

      </details>

      _… and 89 more lines, left out here because this text has a limited length._
      "
    `);
  });

  it('keeps every row of a plan that fits exactly', () => {
    const whole = planToMarkdown(mediumPlan(), options);
    expect(planToMarkdown(mediumPlan(), { ...options, budget: whole.length + 120 })).toBe(whole);
  });

  it('never exceeds its budget and never leaves a block open', () => {
    const steps = Array.from({ length: 40 }, (_, index) =>
      updateStep(`group${index}@example.net`, [`old${index}@example.net`], [`a\`|${index}@example.net`, 'b@x.net'], {}),
    );
    const plan = { ...mediumPlan(), steps };
    fc.assert(
      fc.property(fc.integer({ min: 700, max: 20_000 }), (budget) => {
        const text = planToMarkdown(plan, { ...options, budget });
        expect(text.length).toBeLessThanOrEqual(budget);
        expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
        expect(text.endsWith('\n')).toBe(true);
        for (const line of text.split('\n').filter((row) => row.startsWith('|'))) expect(line).toMatch(/\|$/);
      }),
    );
  });
});
