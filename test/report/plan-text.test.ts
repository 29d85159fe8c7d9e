import { describe, expect, it } from 'vitest';
import { planToText } from '../../src/report/plan-text.ts';
import { colourStyle, plainStyle } from '../../src/report/style.ts';
import { createStep, current, mediumPlan, planWith, updateStep } from './plans.ts';

const short = { style: plainStyle, revision: undefined, detail: 'short' } as const;

describe('a plan as text', () => {
  it('shows the target first, then each group, then what is not done, and the counts last', () => {
    expect(planToText(mediumPlan(), { ...short, revision: '3f2c1a9' })).toMatchInlineSnapshot(`
      "Plan for ldap://ldap.example.net  ou=Groups,ou=Mail,dc=example,dc=net  (manifests: revision 3f2c1a9)

      + ops@example.net  new group, 2 members
          + ann@example.net
          + contractor@partner.example  (reason: Migration, ticket 12)
          + alias operations@example.net
          + description: "Operations"

      ~ hq@example.net  2 members to add, 1 to remove; 1 attribute to change
          + cleo@example.net
          + dora@example.net  (reason: new in Berlin)
          - Bob@example.net
          ~ description: "Old" → "Everyone at headquarters"

      ~ odd@example.net  2 members to remove; 1 alias to remove
          - " blank@example.net "
          - base64:/0E=
          - alias old-odd@example.net

      - old@example.net  group to delete, 2 members

      Held back (1):
      ! ~ big@example.net  2 members to remove  [held: limit for one group]
          - a@example.net
          - b@example.net
          reason: it would lose 2 of its 3 members
          remedy: The limit is 50 % (at least 1). Run with --allow-removals big@example.net=2.

      Exceptions (2):
          hq@example.net  manifest, up to 40 removals until 2026-12-05: 1 used  (reason: Hamburg closes)
          old@example.net  command line, deletion with up to 2 members: 2 used

      Conflicts (1):
      ! dup@example.net  two entries have this address
          entry: mail=dup@example.net,ou=Groups,ou=Mail,dc=example,dc=net
          entry: cn=dup,ou=Old,dc=example,dc=net
          hint: Delete one of them, or change its address.

      Different spelling, left as it is (1):
          hq@example.net  mailGroupMember: Ann@Example.net in the directory, ann@example.net in the manifest

      Unmanaged, left alone (1):
          stray@example.net  1 member

      Notes (1):
          * The server does not tell entryCSN; a concurrent edit is found by the values alone.

      Plan: 1 to create, 2 to update, 1 to delete; 4 members to add, 3 to remove. 12 unchanged, 1 held, 1 conflict, 1 unmanaged, 1 difference of spelling.
      "
    `);
  });

  it('is one sentence when all groups agree', () => {
    expect(planToText(planWith({ unchanged: 12 }), short)).toMatchInlineSnapshot(`
      "Plan for ldap://ldap.example.net  ou=Groups,ou=Mail,dc=example,dc=net  (manifests: the working directory)

      Nothing to do: 12 groups agree with the directory.
      "
    `);
  });

  it('counts one group in the singular', () => {
    expect(lastLine(planToText(planWith({ unchanged: 1 }), short))).toBe(
      'Nothing to do: 1 group agrees with the directory.',
    );
    const plan = planWith({ steps: [updateStep('hq@example.net', [], ['ann@example.net'], {})] });
    expect(lastLine(planToText(plan, short))).toBe(
      'Plan: 0 to create, 1 to update, 0 to delete; 1 member to add, 0 to remove. 0 unchanged.',
    );
  });

  it('says so when nothing is declared, and still counts what is there', () => {
    const plan = planWith({ unmanaged: [current('stray@example.net', [])] });
    expect(lastLine(planToText(plan, short))).toBe('Nothing to do: no group is declared. 1 unmanaged.');
  });

  it('never says that there is nothing to do when a step is held', () => {
    const { held } = mediumPlan();
    expect(lastLine(planToText(planWith({ unchanged: 3, held }), short))).toBe(
      'Plan: 0 to create, 0 to update, 0 to delete; 0 members to add, 0 to remove. 3 unchanged, 1 held.',
    );
  });

  it('lists 20 members of a kind and says how many more there are', () => {
    const members = Array.from({ length: 100 }, (_, index) => `user${index}@example.net`);
    const plan = planWith({ steps: [createStep('all@example.net', { members })] });
    const text = planToText(plan, short);
    expect(text.match(/user\d+@/g)).toHaveLength(20);
    expect(text).toContain('    … and 80 more (use --format json for all)\n');
    expect(planToText(plan, { ...short, detail: 'full' }).match(/user\d+@/g)).toHaveLength(100);
  });

  it('shows a stored value with blanks or look-alike letters in quotes, and bytes in base64', () => {
    const remove = ['a b@example.net', '\u0430nn@example.net', 'base64:AAAA', '', Uint8Array.of(0, 0, 0)];
    const text = planToText(planWith({ steps: [updateStep('hq@example.net', remove, [], {})] }), short);
    expect(text.split('\n').filter((line) => line.startsWith('    -'))).toEqual([
      '    - "a b@example.net"',
      '    - "\u0430nn@example.net"',
      '    - "base64:AAAA"',
      '    - ""',
      '    - base64:AAAA',
    ]);
  });

  it('cuts a very long value and says how long it is', () => {
    const text = planToText(planWith({ steps: [updateStep('hq@example.net', ['x'.repeat(5000)], [], {})] }), short);
    expect(text).toContain(`    - "${'x'.repeat(200)}… (5000 characters)\n`);
  });

  it('says the same without colours', () => {
    const coloured = planToText(mediumPlan(), { ...short, style: colourStyle });
    expect(coloured).toContain('\u001b[32m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(planToText(mediumPlan(), short));
  });
});

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}
