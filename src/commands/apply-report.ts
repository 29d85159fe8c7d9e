import type { StepResult } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { LeftAlone } from '../report/apply-counts.ts';
import { applyToJson } from '../report/apply-json.ts';
import { applyToMarkdown } from '../report/apply-markdown.ts';
import { applyToText } from '../report/apply-text.ts';
import type { Context } from './context.ts';
import type { applyFormats } from './formats.ts';

/** The formats of the report of `apply`. */
export type ApplyFormat = (typeof applyFormats)[number];

/** What the report tells besides the results. */
export interface ApplyReportOptions {
  readonly context: Context;
  readonly target: Plan['target'];
  readonly left: LeftAlone;
  readonly undoFile: string | undefined;
  /** Why the steps are there; undefined where nobody looked. */
  readonly causes?: Plan['causes'];
}

/** The report of an apply in one of its formats. */
export function applyReport(results: readonly StepResult[], format: ApplyFormat, options: ApplyReportOptions): string {
  const { context, target, left, undoFile, causes } = options;
  switch (format) {
    case 'text':
      return applyToText(results, { style: context.outStyle, left, undoFile, details: undefined });
    case 'markdown':
      return applyToMarkdown(results, { left, undoFile, budget: 60_000, causes });
    case 'json':
      return applyToJson(results, { tool: context.version, target, left, undoFile, causes });
  }
}
