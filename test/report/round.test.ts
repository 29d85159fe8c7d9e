import { describe, expect, it } from 'vitest';
import { roundToJson } from '../../src/report/round-json.ts';
import { roundToMarkdown } from '../../src/report/round-markdown.ts';
import { roundSchema } from '../../src/report/round-schema.ts';
import { roundToText } from '../../src/report/round-text.ts';
import { plainStyle } from '../../src/report/style.ts';
import { mediumPlan, planWith, updateStep } from './plans.ts';
import { brokenRound, mediumRound, phasesUpTo, resultOf, roundWith } from './rounds.ts';

const style = plainStyle;
const budget = 60_000;
const held = mediumPlan().held;

describe('a run as text', () => {
  it('is one line when there was nothing to do', () => {
    expect(roundToText(roundWith({}), { style })).toBe('Nothing to do: 12 groups agree with the directory.\n');
    expect(roundToText(roundWith({ goal: 'check' }), { style })).toBe(
      'Nothing to do: 12 groups agree with the directory.\n',
    );
  });

  it('says who joined and who left, what failed, what is held, and how to take it back', () => {
    expect(roundToText(mediumRound(), { style })).toMatchInlineSnapshot(`
      "Reconciled ldap://ldap.example.net  ou=Groups,ou=Mail,dc=example,dc=net  (manifests: revision 3f2a1bc4d5e6)

      applied  + ops@example.net  group created, 2 members
               + ann@example.net
               + contractor@partner.example  (reason: Migration, ticket 12)
               + alias operations@example.net
               + description: "Operations"
      applied  ~ hq@example.net  2 members added, 1 removed; 1 attribute changed
               + cleo@example.net
               + dora@example.net  (reason: new in Berlin)
               - Bob@example.net
               ~ description: "Old" → "Everyone at headquarters"
      FAILED   ~ odd@example.net  2 members to remove; 1 alias to remove
               - " blank@example.net "
               - base64:/0E=
               - alias old-odd@example.net
               reason: insufficientAccessRights (50)
               hint: Give the right.
      applied  - old@example.net  group deleted, 2 members
      held     ~ big@example.net  2 members to remove
               - a@example.net
               - b@example.net
               reason: it would lose 2 of its 3 members
               hint: The limit is 50 % (at least 1). Run with --allow-removals big@example.net=2.
      conflict dup@example.net  two entries have this address
               entry: mail=dup@example.net,ou=Groups,ou=Mail,dc=example,dc=net
               entry: cn=dup,ou=Old,dc=example,dc=net
               hint: Delete one of them, or change its address.

      Undo: undo.ldif takes back what was applied (ldapmodify -f).

      Next: Put right what the hints name and make a new plan. What is applied stays and is not sent again.

      Applied 3 of 4 steps; 1 failed, 1 held, 1 conflict.
      "
    `);
  });

  it('says what changes for mail through other groups, and whether that is so', () => {
    const step = updateStep('hq@example.net', [], ['ann@example.net'], {});
    const delivered = { kind: 'delivered', recipients: 1 } as const;
    const starts = [['all@example.net', 'hq@example.net', 'ann@example.net']];
    const effect = {
      address: 'all@example.net',
      isPassedOn: false,
      before: delivered,
      after: delivered,
      starts,
      stops: [],
    };
    const mail = { effects: [{ ...effect, stays: [], already: [] }], unexamined: 0 };
    const round = { plan: planWith({ steps: [step], mail }), results: [resultOf(step, { kind: 'applied' })] };
    const said = '    all@example.net  ann@example.net starts to get its mail through hq@example.net\n';
    expect(roundToText(roundWith(round), { style })).toContain(`\n\nMail, through groups in groups (1):\n${said}`);
    expect(roundToMarkdown(roundWith(round), { budget })).toContain(
      '\n**Mail, through groups in groups (1)**\n\n- `all@',
    );
    const failed = resultOf(step, { kind: 'failed', reason: 'refused', hint: 'Give the right.' });
    expect(roundToText(roundWith({ ...round, results: [failed] }), { style })).toContain(
      `Mail, through groups in groups, had everything been written as planned (1):\n${said}`,
    );
  });

  it('is what a plan says when nothing was to be written', () => {
    const step = updateStep('hq@example.net', ['bob@example.net'], [], {});
    const text = roundToText(roundWith({ goal: 'check', code: 2, plan: planWith({ steps: [step] }) }), { style });
    expect(text).toContain('Plan for ldap://ldap.example.net');
    expect(text).toContain('    - bob@example.net\n');
  });

  it('names the phase that broke it off, and why', () => {
    expect(roundToText(brokenRound(), { style })).toBe(
      'Failed in phase 3 of 7 (directory); nothing was written: ldap://ldap.example.net: cannot connect\n',
    );
    const moved = roundWith({ code: 6, plan: mediumPlan(), phases: phasesUpTo('write', 'failed') });
    expect(roundToText(moved, { style })).toBe('Failed in phase 6 of 7 (write); nothing was written.\n');
  });

  it('does not hide what is held when nothing was sent', () => {
    const text = roundToText(roundWith({ code: 3, plan: planWith({ held }) }), { style });
    expect(text).toContain('held     ~ big@example.net  2 members to remove\n         - a@example.net\n');
    expect(text).toContain('Nothing was sent; 1 held.');
  });

  it('ends with what is wrong after the writing', () => {
    const step = updateStep('hq@example.net', [], ['ann@example.net'], {});
    const again = roundWith({
      ...{ code: 5, plan: planWith({ steps: [step] }), results: [resultOf(step, { kind: 'applied' })] },
      trouble: { message: '1 group differs from the manifests again: hq@example.net', hint: 'Who writes there?' },
    });
    expect(roundToText(again, { style }).split('\n').slice(-3)).toEqual([
      'Applied 1 of 1 step.',
      'Trouble: 1 group differs from the manifests again: hq@example.net',
      '',
    ]);
  });
});

describe('a run as Markdown', () => {
  it('has the counts first, then what to do, the table, who joined and left, and the phases', () => {
    expect(roundToMarkdown(mediumRound(), { budget })).toMatchInlineSnapshot(`
      "**Applied 3 of 4 steps; 1 failed, 1 held, 1 conflict.**

      Put right what the hints name and make a new plan. What is applied stays and is not sent again.

      Directory \`ldap://ldap.example.net\` \`ou=Groups,ou=Mail,dc=example,dc=net\`, manifests from revision \`3f2a1bc4d5e6\`, to be \`origin/main\`.

      The undo LDIF is \`undo.ldif\`.

      | outcome | group | what | reason |
      |---|---|---|---|
      | failed | \`odd@example.net\` | 2 members to remove; 1 alias to remove | \`insufficientAccessRights (50)\` Hint: \`Give the right.\` |
      | held | \`big@example.net\` | 2 members to remove | \`it would lose 2 of its 3 members\` Hint: \`The limit is 50 % (at least 1). Run with --allow-removals big@example.net=2.\` |
      | conflict | \`dup@example.net\` | 2 entries: \`mail=dup@example.net,ou=Groups,ou=Mail,dc=example,dc=net\`, \`cn=dup,ou=Old,dc=example,dc=net\` | \`two entries have this address\` Hint: \`Delete one of them, or change its address.\` |
      | applied | \`ops@example.net\` | group created, 2 members |  |
      | applied | \`hq@example.net\` | 2 members added, 1 removed; 1 attribute changed |  |
      | applied | \`old@example.net\` | group deleted, 2 members |  |

      <details><summary><code>ops@example.net</code> group created, 2 members</summary>

      - joins: \`ann@example.net\`
      - joins: \`contractor@partner.example\`, reason: \`Migration, ticket 12\`
      - new alias \`operations@example.net\`
      - \`description\`: nothing → \`"Operations"\`

      </details>

      <details><summary><code>hq@example.net</code> 2 members added, 1 removed; 1 attribute changed</summary>

      - joins: \`cleo@example.net\`
      - joins: \`dora@example.net\`, reason: \`new in Berlin\`
      - leaves: \`Bob@example.net\`
      - \`description\`: \`"Old"\` → \`"Everyone at headquarters"\`

      </details>

      <details><summary><code>odd@example.net</code> 2 members to remove; 1 alias to remove: failed</summary>

      - leaves: \`" blank@example.net "\`
      - leaves: \`base64:/0E=\`
      - alias removed \`old-odd@example.net\`

      </details>

      <details><summary><code>old@example.net</code> group deleted, 2 members</summary>

      - leaves: \`ann@example.net\`
      - leaves: \`bob@example.net\`

      </details>

      <details><summary><code>big@example.net</code> 2 members to remove: held</summary>

      - leaves: \`a@example.net\`
      - leaves: \`b@example.net\`

      </details>

      **Exceptions (2)**

      - \`hq@example.net\`: manifest, up to 40 removals until \`2026-12-05\`: 1 used. Reason: \`Hamburg closes\`
      - \`old@example.net\`: command line, deletion with up to 2 members: 2 used.

      **Notes (1)**

      - \`The server does not tell entryCSN; a concurrent edit is found by the values alone.\`

      **Different spelling, left as it is (1)**

      - \`hq@example.net\` \`mailGroupMember\`: \`Ann@Example.net\` in the directory, \`ann@example.net\` in the manifest

      **Unmanaged, left alone (1)**

      - \`stray@example.net\`

      | phase | | what | time |
      |---|---|---|--:|
      | tip | done | \`tip said\` | 0.13 s |
      | manifests | done | \`manifests said\` | 0.13 s |
      | directory | done | \`directory said\` | 0.13 s |
      | plan | done | \`plan said\` | 0.13 s |
      | limits | done | \`limits said\` | 0.13 s |
      | write | done | \`write said\` | 0.13 s |
      | read back | done | \`read back said\` | 0.13 s |
      "
    `);
  });

  it('says what broke it off', () => {
    const text = roundToMarkdown(brokenRound(), { budget });
    expect(text).toContain('**Failed in phase 3 of 7 (directory); nothing was written.**\n');
    expect(text).toContain('`ldap://ldap.example.net: cannot connect`\nHint: `Is it running?`\n');
    expect(text).toContain('| directory | **failed** | `directory said` | 0.13 s |\n');
  });

  it('names what is wrong with the manifests', () => {
    const source = { file: 'groups/hq.yaml', line: 2, column: 5, endColumn: 6, text: '' };
    const diagnostics = [
      { code: 'RC210', severity: 'error', message: 'no address', hint: 'Write one.', source },
    ] as const;
    const text = roundToMarkdown(roundWith({ code: 1, plan: undefined, diagnostics }), { budget });
    expect(text).toContain('- `groups/hq.yaml:2:5` error `RC210`: `no address` Hint: `Write one.`\n');
  });

  it('is cut between rows, never longer than the budget', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      updateStep(`group${index}@example.net`, ['bob@example.net'], ['ann@example.net'], {}),
    );
    const results = many.map((step) => resultOf(step, { kind: 'applied' }));
    const text = roundToMarkdown(roundWith({ plan: planWith({ steps: many }), results }), { budget });
    expect(text.length).toBeLessThanOrEqual(budget);
    expect(text).toContain('**Applied 2000 of 2000 steps.**');
    expect(text).toMatch(/_… and \d+ more groups, left out here/);
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
  });
});

describe('a run as JSON', () => {
  it.each([
    ['that had nothing to do', roundWith({})],
    ['with something of everything', mediumRound()],
    ['that was broken off', brokenRound()],
    ['that only looked', roundWith({ goal: 'check', code: 2, plan: mediumPlan() })],
  ])('%s agrees with its schema', (_, round) => {
    const document = roundSchema.parse(JSON.parse(roundToJson(round, { tool: '0.1.0' })));
    expect(document.exitCode).toBe(round.code);
    expect(document.plan?.steps.length).toBe(round.plan?.steps.length);
    expect(document.apply?.steps.length ?? 0).toBe(round.results.length);
  });

  it('rounds seconds, and has null for what the run did not come to know', () => {
    const document = roundSchema.parse(
      JSON.parse(roundToJson({ ...brokenRound(), seconds: 1 / 3 }, { tool: '0.1.0' })),
    );
    expect(document).toMatchObject({ startedAt: '2026-11-25T23:00:00.000Z', seconds: 0.333, tip: null });
    expect(document).toMatchObject({ plan: null, apply: null, trouble: { hint: 'Is it running?' } });
  });
});
