import fc from 'fast-check';
import type { Cause, StepCauses } from '../../src/model/cause.ts';
import type { ComparedRevisions, Comparison } from '../../src/model/comparison.ts';
import type { Diagnosis } from '../../src/model/diagnosis.ts';
import { type Diagnostic, entryPlace } from '../../src/model/diagnostic.ts';
import type { Commit, GroupLog } from '../../src/model/history.ts';
import type { MailEffects } from '../../src/model/mail-effect.ts';
import type { StepResult } from '../../src/model/outcome.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import { phaseNames, type Round } from '../../src/model/round.ts';
import type { UpcomingChange } from '../../src/model/upcoming.ts';
import type { LeftAlone } from '../../src/report/apply-counts.ts';
import { desiredGroup } from '../plan/directory.ts';
import { createStep, current, deleteStep, planWith, updateStep } from './plans.ts';

/** Texts made to break a sink: terminal, log, annotation, Markdown, HTML, JSON or LDIF. */
export const attacks: readonly string[] = [
  '\u001b[31mred\u001b]0;title\u0007',
  'a\u009b31mb\u007f',
  'abc\u202etxt.exe\u2066\u200b',
  'one\u2028two\u2029three',
  'half \ud83d pair',
  'a\r\n::error::owned',
  '::stop-commands::x',
  ' \t::add-mask::x',
  '##[error]owned',
  'x ##[group]y',
  '100% of %0A::warning::x, a:b',
  '`code` ``more`` ```fence',
  '\n```\n</details>\n',
  '| a | b |\\| c',
  '<script>alert(1)</script>',
  '</code></summary></details><img src=x onerror=y>',
  '<!-- rollcall --> --!> <!-->',
  '@admin please, fixes #12',
  '[click](javascript:x) ![i](http://example.net/i.png) http://example.net',
  'dn: cn=evil\nchangetype: delete\n\n',
  '\n continued',
  '\\u{202e} \\\u202e \\\\u{1b}',
  '"quoted" base64:AAAA',
  '',
  ' ',
  'ünïcödé 組 👩‍👩‍👧 ',
];

/** Text that is likely to break a sink. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...attacks),
      fc.constantFrom('`', '\\', '|', ':', '#', '[', '%', '\n', '\r', '@', '<', '-', '!', '>', '"', 'u{'),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('\ud800', '\udfff', '\u0085', '\ufeff'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** Steps of every kind with one text in every field. */
export function hostileSteps(text: string): Step[] {
  const reasons = new Map([[text, text]]);
  const bytes = Uint8Array.of(0xff);
  return [
    createStep(text, {
      members: [text],
      reasons,
      description: text,
      aliases: [text],
      attributes: new Map([[text, [text]]]),
    }),
    updateStep(text, [text, bytes], [text], {
      reasons,
      aliases: { remove: [text], add: [text] },
      attributes: [{ attribute: text, before: [text, bytes], after: [text] }],
    }),
    deleteStep(text, [text]),
  ];
}

/** What an apply leaves alone, with the text everywhere. */
export function hostileLeft(text: string): LeftAlone {
  return { ...hostilePlan(text), stale: [{ kind: 'update', address: text, dn: text, reason: text, hint: text }] };
}

/** A plan with one text in every field. */
export function hostilePlan(text: string): Plan {
  const steps = hostileSteps(text);
  return planWith({
    target: { url: text, base: text },
    fingerprint: text,
    steps,
    held: steps.map((step) => ({ step, limit: 'per-group', reason: text, remedy: text })),
    exceptions: (['used', 'unused', 'expired'] as const).flatMap((state) => [
      { address: text, kind: 'removals', removals: 2, used: 1, until: text, reason: text, from: 'manifest', state },
      { address: text, kind: 'deletion', removals: 2, used: 1, until: text, reason: text, from: 'command line', state },
    ]),
    conflicts: [{ address: text, dns: [text], message: text, hint: text }],
    unmanaged: [current(text, [text])],
    spelling: [{ address: text, attribute: text, stored: text, declared: text }],
    mail: hostileMail(text),
    causes: { steps: new Map(steps.map((step) => [step, hostileCauses(step, text)])), applied: text },
    notes: [text],
    diagnostics: [hostileDiagnostic(text), { ...hostileDiagnostic(text), source: entryPlace(text) }],
    upcoming: hostileUpcoming(text),
  });
}

/** Causes of every kind, with the text wherever a commit or the server may have it. */
function hostileCauses({ change }: Step, text: string): StepCauses {
  const commit = hostileCommit(text);
  const drift: Cause = { kind: 'drift', way: 'vanished', commit };
  return {
    group: change.kind === 'update' ? undefined : drift,
    members: { add: [{ kind: 'declared', commit }], remove: [{ kind: 'removed', commit }, { kind: 'uncommitted' }] },
    aliases: { add: [drift], remove: [{ kind: 'drift', way: 'returned', commit }] },
    attributes: [{ kind: 'drift', way: 'changed', commit: { ...commit, title: undefined } }],
    lastChange: { by: text, at: text },
  };
}

function hostileCommit(text: string): Commit {
  const writers = [
    { name: text, email: text },
    { name: `${text}2`, email: text },
  ];
  return { hash: text, author: text, email: text, date: text, subject: text, title: text, pullRequest: 1, writers };
}

/** Results of every kind with one text in every field. */
export function hostileResults(text: string, steps: readonly Step[] = hostileSteps(text)): StepResult[] {
  return steps.flatMap((step) => [
    { step, planned: step, outcome: { kind: 'applied' } },
    { step, planned: step, outcome: { kind: 'failed', reason: text, hint: text } },
    { step, planned: step, outcome: { kind: 'skipped', reason: text } },
  ]);
}

/** A diagnostic with one text in every field. */
export function hostileDiagnostic(text: string): Diagnostic {
  const source = { file: text, line: 3, column: 2, endColumn: 5, text };
  return { code: text, severity: 'error', message: text, hint: text, source };
}

/** A run with one text in every field, and something of everything. */
export function hostileRound(text: string, goal: Round['goal']): Round {
  const plan = hostilePlan(text);
  return {
    ...{ startedAt: new Date(0), seconds: 1, goal, code: 5, tip: text, revision: text, undoFile: text },
    phases: phaseNames.map((name) => ({ name, end: 'done', said: text, seconds: 0.1 })),
    declared: { groups: 1, memberships: 2 },
    diagnostics: [hostileDiagnostic(text)],
    plan,
    results: goal === 'check' ? [] : hostileResults(text, plan.steps),
    trouble: { message: text, hint: text },
  };
}

/** A diagnosis made of one text wherever data can stand. */
export function hostileDiagnosis(text: string): Diagnosis {
  const finding = { state: 'error', message: text, hint: text } as const;
  return { target: { url: text, base: text }, checks: [{ check: 'groups', findings: [finding, finding] }] };
}

/** A comparison of every kind of change with one text in every field. */
export function hostileComparison(text: string): Comparison {
  const reasons = new Map([[text, text]]);
  const attributes = new Map([[text, [text]]]);
  const parts = { file: text, members: [text], reasons, description: text, aliases: [text], attributes };
  const composition = {
    ...{ own: [], days: new Map(), include: [text], query: { name: text, members: [text] }, exclude: [text] },
    ...{ via: new Map([[text, [text]]]), queried: new Map([[text, text]]), unanswered: [text] },
  };
  const group = desiredGroup(text, { ...parts, composition });
  const member = { address: text, reason: text, via: [text, text], unsure: [text, text] };
  const keys = [{ key: text, before: [text], after: [text] }];
  const aliases = { add: [text], remove: [text] };
  return {
    changes: [
      { kind: 'new', group, formerly: text },
      { kind: 'gone', group, becomes: text },
      {
        kind: 'changed',
        before: group,
        after: group,
        isPassedOn: false,
        joins: [member],
        leaves: [member],
        aliases,
        keys,
      },
    ],
    spelling: [{ address: text, before: text, after: text }],
    unclear: [group],
    mail: hostileMail(text),
    upcoming: hostileUpcoming(text),
    summary: { new: 1, changed: 1, gone: 1, unchanged: 0, unclear: 1, joins: 2, leaves: 2, mayJoin: 1, mayLeave: 1 },
  };
}

/** Effects on mail of every kind with one text in every field. */
export function hostileMail(text: string): MailEffects {
  const path = [text, text, text];
  const reasons = ['recipients', 'nesting', 'loop', 'length', 'blank', 'unreadable'] as const;
  const fine = { kind: 'delivered', recipients: 1 } as const;
  const lists = { starts: [path, [text, text]], stops: [path], stays: [path], already: [path] };
  const effects = reasons.flatMap((reason) => {
    const bad = { kind: 'deferred', reason, recipients: 1, path } as const;
    return [
      { address: text, isPassedOn: false, before: fine, after: bad, ...lists },
      { address: text, isPassedOn: true, before: bad, after: fine, ...lists },
    ];
  });
  return { effects, unexamined: 1 };
}

/** Upcoming changes with one text in every field. */
export function hostileUpcoming(text: string): UpcomingChange[] {
  return (['joins', 'leaves'] as const).map((kind) => ({ day: text, kind, member: text, group: text, via: [text] }));
}

/** Revisions with one text in every field. */
export function hostileRevisions(text: string): ComparedRevisions {
  return { base: text, head: text, notes: [text] };
}

/** The history of a group, and of a member of it, with one text in every field. */
export function hostileLog(text: string): GroupLog {
  const commit = hostileCommit(text);
  const member = { address: text, reason: text };
  const brought = (['group', 'query'] as const).map((kind) => ({ kind, name: text }));
  const sources = { add: brought, remove: brought };
  const event = { commit, file: text, formerly: text, joins: [member], leaves: [member], sources };
  return {
    ...{ group: text, member: text, file: text, declared: false, head: text, begins: text, unreadable: [commit] },
    events: (['new', 'gone', 'same'] as const).map((group) => ({ ...event, group })),
    members: [{ ...member, added: commit, removed: commit }],
  };
}

/** What no sink for people may contain, line feeds apart. */
export const forbidden: RegExp = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** What the log of a workflow would take for a command. */
export const workflowCommand: RegExp = /(^|[\r\n])[\s\u0085]*::|##\[/;
