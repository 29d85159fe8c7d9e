import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyToJson } from '../../src/report/apply-json.ts';
import { applyToMarkdown } from '../../src/report/apply-markdown.ts';
import { applySchema } from '../../src/report/apply-schema.ts';
import { applyToText } from '../../src/report/apply-text.ts';
import { comparisonToJson } from '../../src/report/comparison-json.ts';
import { comparisonToMarkdown } from '../../src/report/comparison-markdown.ts';
import { diffSchema } from '../../src/report/comparison-schema.ts';
import { comparisonToText } from '../../src/report/comparison-text.ts';
import { diagnosticsToGithub } from '../../src/report/diagnostics-github.ts';
import { diagnosticsToJson } from '../../src/report/diagnostics-json.ts';
import { diagnosticsToMarkdown } from '../../src/report/diagnostics-markdown.ts';
import { diagnosticsToSarif } from '../../src/report/diagnostics-sarif.ts';
import { diagnosticsSchema } from '../../src/report/diagnostics-schema.ts';
import { diagnosticsToText } from '../../src/report/diagnostics-text.ts';
import { doctorToJson } from '../../src/report/doctor-json.ts';
import { doctorSchema } from '../../src/report/doctor-schema.ts';
import { doctorToText } from '../../src/report/doctor-text.ts';
import { encodeGithubLog } from '../../src/report/encode-github.ts';
import { expansionToJson } from '../../src/report/expand-json.ts';
import { expandSchema } from '../../src/report/expand-schema.ts';
import { expansionToText } from '../../src/report/expand-text.ts';
import { logToJson } from '../../src/report/log-json.ts';
import { logSchema } from '../../src/report/log-schema.ts';
import { logToText } from '../../src/report/log-text.ts';
import { phaseLine } from '../../src/report/phase-line.ts';
import { planToDiff } from '../../src/report/plan-diff.ts';
import { planToJson } from '../../src/report/plan-json.ts';
import { planToLdif, undoToLdif } from '../../src/report/plan-ldif.ts';
import { planToMarkdown } from '../../src/report/plan-markdown.ts';
import { planSchema } from '../../src/report/plan-schema.ts';
import { planToText } from '../../src/report/plan-text.ts';
import { roundToJson } from '../../src/report/round-json.ts';
import { roundToMarkdown } from '../../src/report/round-markdown.ts';
import { roundToText } from '../../src/report/round-text.ts';
import { plainStyle } from '../../src/report/style.ts';
import { waysToJson } from '../../src/report/why-json.ts';
import { whySchema } from '../../src/report/why-schema.ts';
import { waysToText } from '../../src/report/why-text.ts';
import {
  attacks,
  forbidden,
  hostileComparison,
  hostileDiagnosis,
  hostileDiagnostic,
  hostileLeft,
  hostileLog,
  hostilePlan,
  hostileResults,
  hostileRevisions,
  hostileRound,
  hostileText,
  workflowCommand,
} from './hostile.ts';
import { hostileMail, hostileWays } from './hostile-mail.ts';

const style = plainStyle;
const budget = 1_000_000;

const texts: Readonly<Record<string, (text: string) => string>> = {
  'plan text': (text) => planToText(hostilePlan(text), { style, revision: text, detail: 'full' }),
  'plan diff': (text) => planToDiff(hostilePlan(text), { style, after: () => undefined }),
  'apply text': (text) =>
    applyToText(hostileResults(text), {
      style,
      details: { limit: 20, causes: undefined, mail: [] },
      left: hostileLeft(text),
      undoFile: text,
    }),
  'round text': (text) => roundToText(hostileRound(text, 'write'), { style }),
  'broken round text': (text) => roundToText({ ...hostileRound(text, 'write'), plan: undefined }, { style }),
  'checked round text': (text) => roundToText(hostileRound(text, 'check'), { style }),
  'phase line': (text) => hostileRound(text, 'write').phases.map(phaseLine).join(''),
  'doctor text': (text) => doctorToText(hostileDiagnosis(text), { style }),
  'comparison text': (text) =>
    comparisonToText(hostileComparison(text), { style, revisions: hostileRevisions(text), detail: 'full' }),
  'log text': (text) => logToText(hostileLog(text), { style, detail: 'full' }),
  'expand text': (text) => expansionToText(hostileMail(text), { style, detail: 'full', explain: false }),
  'expand tree': (text) => expansionToText(hostileMail(text), { style, detail: 'short', explain: true }),
  'why text': (text) => waysToText(hostileWays(text), { style, detail: 'full' }),
  'diagnostics text': (text) => diagnosticsToText([hostileDiagnostic(text)], { style }),
};

const markdowns: Readonly<Record<string, (text: string) => string>> = {
  'plan Markdown': (text) => planToMarkdown(hostilePlan(text), { revision: text, budget }),
  'comparison Markdown': (text) =>
    comparisonToMarkdown(hostileComparison(text), { revisions: hostileRevisions(text), budget }),
  'round Markdown': (text) => roundToMarkdown(hostileRound(text, 'write'), { budget }),
  'checked round Markdown': (text) => roundToMarkdown(hostileRound(text, 'check'), { budget }),
  'diagnostics Markdown': (text) => diagnosticsToMarkdown([hostileDiagnostic(text)], { budget }),
  'apply Markdown': (text) =>
    applyToMarkdown(hostileResults(text), { left: hostileLeft(text), undoFile: text, budget }),
};

const jsons: Readonly<Record<string, (text: string) => string>> = {
  'plan JSON': (text) => planToJson(hostilePlan(text), { tool: text }),
  'apply JSON': (text) =>
    applyToJson(hostileResults(text), {
      ...{ tool: text, target: { url: text, base: text }, left: hostileLeft(text), undoFile: text, causes: undefined },
    }),
  'round JSON': (text) => roundToJson(hostileRound(text, 'write'), { tool: text }),
  'comparison JSON': (text) =>
    comparisonToJson(hostileComparison(text), { tool: text, revisions: hostileRevisions(text) }),
  'log JSON': (text) => logToJson(hostileLog(text), { tool: text }),
  'expand JSON': (text) => expansionToJson(hostileMail(text), { tool: text, explain: true }),
  'why JSON': (text) => waysToJson(hostileWays(text), { tool: text }),
  'doctor JSON': (text) => doctorToJson(hostileDiagnosis(text), { tool: text }),
  'diagnostics JSON': (text) => diagnosticsToJson([hostileDiagnostic(text)], { tool: text }),
  SARIF: (text) => diagnosticsToSarif([hostileDiagnostic(text)], { tool: text }),
};

const ldifs: Readonly<Record<string, (text: string) => string>> = {
  'plan LDIF': (text) => planToLdif(hostilePlan(text)),
  'undo LDIF': (text) => undoToLdif(hostilePlan(text).steps),
};

const all = { ...texts, ...markdowns, ...jsons, ...ldifs };

describe('hostile data in every field', () => {
  for (const [name, render] of Object.entries(all)) {
    it(`sends no control or hidden character to a reader of ${name}`, () => {
      eachText((text) => expect(render(text)).not.toMatch(forbidden));
    });

    it(`makes no workflow command in ${name}`, () => {
      eachText((text) => expect(encodeGithubLog(render(text))).not.toMatch(workflowCommand));
    });
  }

  for (const [name, render] of Object.entries(texts)) {
    it(`adds and hides no line of ${name}`, () => {
      const lines = shape(render('plain@example.net'));
      eachText((text) => {
        if (text !== '') expect(shape(render(text))).toEqual(lines);
      });
    });
  }

  for (const [name, render] of Object.entries(markdowns)) {
    it(`changes nothing but the code in ${name}`, () => {
      const skeleton = skeletonOf(render('plain@example.net'));
      eachText((text) => expect(skeletonOf(render(text))).toBe(skeleton));
    });

    it(`forges no comment marker in ${name}`, () => {
      eachText((text) => expect(render(text)).not.toMatch(/<!--|--!?>/));
    });
  }

  for (const [name, render] of Object.entries(jsons)) {
    it(`needs no encoder to be safe in a log, which would change nothing in ${name}`, () => {
      eachText((text) => {
        expect(render(text)).not.toMatch(workflowCommand);
        expect(encodeGithubLog(render(text))).toBe(render(text));
      });
    });

    it(`leaves ${name} valid JSON`, () => {
      eachText((text) => expect(() => JSON.parse(render(text))).not.toThrow());
    });
  }

  for (const [name, render] of Object.entries(ldifs)) {
    it(`stays inside comments and values in ${name}`, () => {
      const records = recordStarts(render('plain@example.net'));
      eachText((text) => {
        expect(render(text)).toMatch(/^[\n -~]*$/);
        expect(recordStarts(render(text))).toEqual(records);
      });
    });

    it(`needs no encoder to be safe in a log: ${name}`, () => {
      eachText((text) => expect(render(text)).not.toMatch(workflowCommand));
    });
  }

  it('leaves every annotation on its own line', () => {
    eachText((text) => {
      const output = diagnosticsToGithub([hostileDiagnostic(text), hostileDiagnostic(text)]);
      expect(
        output
          .split('\n')
          .map((line) => /^::error file=[^:,]*,line=3,endLine=3,col=2,endColumn=5,title=[^:,]*::/.test(line)),
      ).toEqual([true, true, false]);
      expect(output).not.toMatch(forbidden);
      expect(output).not.toContain('##[');
    });
  });

  it('validates against the schemas', () => {
    eachText((text) => {
      planSchema.parse(JSON.parse(jsons['plan JSON']?.(text) ?? ''));
      applySchema.parse(JSON.parse(jsons['apply JSON']?.(text) ?? ''));
      diffSchema.parse(JSON.parse(jsons['comparison JSON']?.(text) ?? ''));
      logSchema.parse(JSON.parse(jsons['log JSON']?.(text) ?? ''));
      expandSchema.parse(JSON.parse(jsons['expand JSON']?.(text) ?? ''));
      whySchema.parse(JSON.parse(jsons['why JSON']?.(text) ?? ''));
      doctorSchema.parse(JSON.parse(jsons['doctor JSON']?.(text) ?? ''));
      diagnosticsSchema.parse(JSON.parse(jsons['diagnostics JSON']?.(text) ?? ''));
    });
  });
});

function eachText(check: (text: string) => void): void {
  for (const text of attacks) check(text);
  fc.assert(
    fc.property(hostileText, (text) => {
      check(text);
    }),
    { numRuns: 50 },
  );
}

/** The indent and the mark of every line: what data must not change. Source lines and pointers are left out. */
function shape(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/^ +(\d+ \| |\| *\^+$)/.test(line))
    .map((line) => /^ *(! )?([-+~*] |(entry|hint|reason|remedy|Plan|Next|Undo): )?/.exec(line)?.[0] ?? '');
}

/** Markdown with every code span and every `<code>` taken out. */
function skeletonOf(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '§').replace(/<code>.*?<\/code>/g, '§'))
    .join('\n');
}

function recordStarts(ldif: string): string[] {
  return ldif
    .replace(/\n /g, '')
    .split('\n')
    .filter((line) => /^(#|dn:|changetype:|version:|-$|$)/.test(line))
    .map((line) => line.slice(0, 2));
}
