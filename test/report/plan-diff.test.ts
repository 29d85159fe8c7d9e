import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Value } from '../../src/model/entry.ts';
import { compareLines, entryLines } from '../../src/report/entry-lines.ts';
import { hunksOf } from '../../src/report/hunks.ts';
import { lineRuns, mergeRuns } from '../../src/report/line-runs.ts';
import { planToDiff } from '../../src/report/plan-diff.ts';
import { plainStyle } from '../../src/report/style.ts';
import { createStep, current, deleteStep, planWith, updateStep } from './plans.ts';

const names = ['ann', 'bob', 'cleo', 'dora', 'emil', 'fay', 'gus', 'hal', 'ina'].map((name) => `${name}@example.net`);

describe('a plan as a diff', () => {
  it('shows an entry before and after with three lines around each change, values sorted', () => {
    const step = updateStep('hq@example.net', [...names].reverse(), [], {});
    const after = current('hq@example.net', ['kept@example.net', ...names.slice(1), 'zoe@example.net']).entry;
    expect(planToDiff(planWith({ steps: [step] }), { style: plainStyle, after: () => after })).toMatchInlineSnapshot(`
      "--- current mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      +++ planned mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      @@ -4,7 +4,6 @@
       objectClass: top
       mail: hq@example.net
       cn: group
      -mailGroupMember: ann@example.net
       mailGroupMember: bob@example.net
       mailGroupMember: cleo@example.net
       mailGroupMember: dora@example.net
      @@ -14,3 +13,4 @@
       mailGroupMember: hal@example.net
       mailGroupMember: ina@example.net
       mailGroupMember: kept@example.net
      +mailGroupMember: zoe@example.net
      "
    `);
  });

  it('shows a new entry as added and a deleted one as removed', () => {
    const steps = [createStep('new@example.net', { members: ['ann@example.net'] }), deleteStep('old@example.net', [])];
    const entry = { dn: 'mail=new@example.net,dc=net', attributes: [{ name: 'mail', values: ['new@example.net'] }] };
    const after = (step: (typeof steps)[number]) => (step.change.kind === 'create' ? entry : undefined);
    expect(planToDiff(planWith({ steps }), { style: plainStyle, after })).toMatchInlineSnapshot(`
      "--- /dev/null
      +++ planned mail=new@example.net,dc=net
      @@ -0,0 +1,2 @@
      +dn: mail=new@example.net,dc=net
      +mail: new@example.net
      --- current mail=old@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      +++ /dev/null
      @@ -1,6 +0,0 @@
      -dn: mail=old@example.net,ou=Groups,ou=Mail,dc=example,dc=net
      -objectClass: PostfixBookMailAccount
      -objectClass: organizationalPerson
      -objectClass: top
      -mail: old@example.net
      -cn: group
      "
    `);
  });

  it('shows nothing for an entry that stays as it is', () => {
    const step = updateStep('hq@example.net', [], [], {});
    const after = current('hq@example.net', ['kept@example.net']).entry;
    expect(planToDiff(planWith({ steps: [step] }), { style: plainStyle, after: () => after })).toBe('');
  });

  it('keeps a long value in one line', () => {
    const step = updateStep('hq@example.net', ['ü'.repeat(90)], [], {});
    const after = current('hq@example.net', ['kept@example.net']).entry;
    const text = planToDiff(planWith({ steps: [step] }), { style: plainStyle, after: () => after });
    expect(text).toMatch(/^-mailGroupMember:: [A-Za-z0-9+/=]{240}$/m);
  });
});

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(...names, '', ' ', 'ü', '\n'),
  fc.uint8Array({ maxLength: 2 }),
);
const entry: fc.Arbitrary<Entry> = fc
  .dictionary(fc.constantFrom('mail', 'cn', 'description'), fc.array(value, { maxLength: 6 }))
  .map((attributes) => ({
    dn: 'dc=net',
    attributes: Object.entries(attributes).map(([name, values]) => ({ name, values })),
  }));

describe('the lines of two entries', () => {
  it('are compared alike by the package and by the merge of sorted lines', () => {
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        const [before, after] = entryLines(a, b);
        const texts = (runs: ReturnType<typeof mergeRuns>) =>
          runs.flatMap(({ mark, lines }) => lines.map(({ text }) => mark + text)).sort();
        expect(texts(mergeRuns(before, after))).toEqual(texts(lineRuns(before, after)));
      }),
    );
  });

  it('give back both sides', () => {
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        const [before, after] = entryLines(a, b);
        const lines = mergeRuns(before, after).flatMap((run) => run.lines.map((line) => ({ mark: run.mark, line })));
        const side = (gone: string) => lines.filter(({ mark }) => mark !== gone).map(({ line }) => line.text);
        expect(side('+')).toEqual(before.map(({ text }) => text));
        expect(side('-')).toEqual(after.map(({ text }) => text));
        expect([...before].sort(compareLines)).toEqual(before);
      }),
    );
  });

  it('are numbered as patch numbers them', () => {
    fc.assert(
      fc.property(entry, entry, fc.integer({ min: 0, max: 3 }), (a, b, context) => {
        const [before, after] = entryLines(a, b);
        for (const hunk of hunksOf(mergeRuns(before, after), context)) {
          const [, start, length] = /^@@ -(\d+),(\d+)/.exec(hunk.header) ?? [];
          const old = hunk.lines.filter(({ mark }) => mark !== '+').map(({ line }) => line.text);
          const at = Number(length) === 0 ? Number(start) : Number(start) - 1;
          expect(before.slice(at, at + Number(length)).map(({ text }) => text)).toEqual(old);
        }
      }),
    );
  });

  it('are found for very many changes too', () => {
    const many = (prefix: string) => Array.from({ length: 3000 }, (_, index) => `${prefix}${index}@example.net`);
    const [before, after] = entryLines(current('x@y', many('a')).entry, current('x@y', many('b')).entry);
    const runs = lineRuns(before, after);
    expect(runs.flatMap(({ mark, lines }) => (mark === ' ' ? [] : lines))).toHaveLength(6000);
  });
});
