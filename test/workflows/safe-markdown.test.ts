import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotedLines, unexpectedLine } from '../../.github/scripts/safe-markdown.ts';
import { applyToMarkdown } from '../../src/report/apply-markdown.ts';
import { comparisonToMarkdown } from '../../src/report/comparison-markdown.ts';
import { diagnosticsToMarkdown } from '../../src/report/diagnostics-markdown.ts';
import { planToMarkdown } from '../../src/report/plan-markdown.ts';
import { roundToMarkdown } from '../../src/report/round-markdown.ts';
import {
  attacks,
  hostileComparison,
  hostileDiagnostic,
  hostileLeft,
  hostilePlan,
  hostileResults,
  hostileRevisions,
  hostileRound,
  hostileText,
} from '../report/hostile.ts';

const budget = 1_000_000;

const reports: Readonly<Record<string, (text: string) => string>> = {
  plan: (text) => planToMarkdown(hostilePlan(text), { revision: text, budget }),
  comparison: (text) => comparisonToMarkdown(hostileComparison(text), { revisions: hostileRevisions(text), budget }),
  apply: (text) => applyToMarkdown(hostileResults(text), { left: hostileLeft(text), undoFile: text, budget }),
  'nightly run': (text) => roundToMarkdown(hostileRound(text, 'write'), { budget }),
  'nightly look': (text) => roundToMarkdown(hostileRound(text, 'check'), { budget }),
  diagnostics: (text) => diagnosticsToMarkdown([hostileDiagnostic(text)], { budget }),
  'what a program said': (text) => quotedLines(`rollcall: ${text}\n  hint: ${text}\n`, 40),
};

describe('our own reports are taken for ours, whatever data is in them', () => {
  it.each(Object.entries(reports))('%s', (_name, report) => {
    for (const text of attacks) expect([text, unexpectedLine(report(text))]).toEqual([text, undefined]);
    fc.assert(fc.property(hostileText, (text) => unexpectedLine(report(text)) === undefined));
  });
});

describe('what no report of ours holds', () => {
  it.each([
    'please look, @o/owners',
    'closes #12',
    'fixes GH-12',
    '[click](javascript:x)',
    '![picture](x)',
    'see https://example.net',
    'see www.example.net',
    '<!-- rollcall:pull-request -->',
    '<b>bold</b>',
    'an `open span @o',
    '``a` @o',
    '<code>@o<i></code>',
    'a\u202eb',
    'a\tb',
  ])('%s', (line) => {
    expect(unexpectedLine(`**1 error.**\n\n${line}\n`)).toBe(3);
  });

  it('is told from the same inside of code', () => {
    expect(unexpectedLine('- ``closes #12, @o ` <b>`` and <code>@o</code>\n')).toBe(undefined);
  });
});

describe('what a program said', () => {
  it('is cut to its last lines', () => {
    expect(quotedLines('one\n\ntwo\nthree\n', 2)).toBe(
      '- … 1 more line before that in the log of the job\n- `two`\n- `three`\n',
    );
  });
});
