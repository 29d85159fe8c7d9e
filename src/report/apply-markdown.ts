import type { StepResult } from '../model/outcome.ts';
import { applyAdvice, applyCountLine } from './apply-counts.ts';
import { viewChange } from './change-view.ts';
import { markdownCell, markdownCode } from './encode-markdown.ts';
import { fitSections } from './markdown-budget.ts';
import { showText, showValue } from './show-value.ts';

/** How the report of an apply is shown as Markdown. */
export interface ApplyMarkdownOptions {
  /** The LDIF file with the operations that take it back; undefined when none was written. */
  readonly undoFile: string | undefined;
  /** The most UTF-16 units of the whole text. */
  readonly budget: number;
}

/** The report of an apply for a job summary: counts, what to do next, and a table with failed steps first. */
export function applyToMarkdown(results: readonly StepResult[], options: ApplyMarkdownOptions): string {
  const advice = applyAdvice(results);
  const undo =
    options.undoFile === undefined ? '' : `\nThe undo LDIF is ${markdownCode(showValue(options.undoFile))}.\n`;
  const head = `**${applyCountLine(results)}**\n${advice === '' ? '' : `\n${advice}\n`}${undo}`;
  const rows = [...results].sort((a, b) => urgency(a) - urgency(b)).map(resultRow);
  const open = '\n| outcome | group | what | reason |\n|---|---|---|---|\n';
  return fitSections(head, rows.length === 0 ? [] : [{ open, rows, close: '', row: 'group' }], options.budget);
}

function urgency({ outcome }: StepResult): number {
  return ['failed', 'skipped', 'applied'].indexOf(outcome.kind);
}

function resultRow({ step, outcome }: StepResult): string {
  const view = viewChange(step.change);
  const what = outcome.kind === 'applied' ? view.done : view.headline;
  return `| ${outcome.kind} | ${markdownCell(showValue(view.address))} | ${what} | ${why(outcome)} |\n`;
}

function why(outcome: StepResult['outcome']): string {
  switch (outcome.kind) {
    case 'applied':
      return '';
    case 'failed':
      return `${cell(outcome.reason)} Hint: ${cell(outcome.hint)}`;
    case 'skipped':
      return cell(outcome.reason);
  }
}

function cell(text: string): string {
  return markdownCell(showText(text));
}
