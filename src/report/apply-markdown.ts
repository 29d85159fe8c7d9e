import type { Outcome, StepResult } from '../model/outcome.ts';
import type { Conflict, HeldStep } from '../model/plan.ts';
import type { StaleStep } from '../model/saved-plan.ts';
import { applyAdvice, applyCountLine, type LeftAlone, plannedAgain } from './apply-counts.ts';
import { viewChange } from './change-view.ts';
import { markdownCell, markdownCode } from './encode-markdown.ts';
import { fitSections, type MarkdownSection } from './markdown-budget.ts';
import { showText, showValue } from './show-value.ts';
import { count } from './wording.ts';

/** How the report of an apply is shown as Markdown. */
export interface ApplyMarkdownOptions {
  /** What the plan did not send: it is part of the report, because the exit code tells of it. */
  readonly left: LeftAlone;
  /** The LDIF file with the operations that take it back; undefined when none was written. */
  readonly undoFile: string | undefined;
  /** The most UTF-16 units of the whole text. */
  readonly budget: number;
}

/** The report of an apply for a job summary: counts, what to do next, and a table with failed steps first, applied ones last. */
export function applyToMarkdown(results: readonly StepResult[], options: ApplyMarkdownOptions): string {
  const { left } = options;
  const advice = applyAdvice(results);
  const undo =
    options.undoFile === undefined ? '' : `\nThe undo LDIF is ${markdownCode(showValue(options.undoFile))}.\n`;
  const head = `**${applyCountLine(results, left)}**\n${advice === '' ? '' : `\n${advice}\n`}${undo}`;
  return fitSections(head, outcomeSections(results, left), options.budget);
}

/** A table of all outcomes, failed steps first, applied ones last. */
export function outcomeSections(results: readonly StepResult[], left: LeftAlone): readonly MarkdownSection[] {
  const rows = [
    ...rowsOf(results, 'failed'),
    ...rowsOf(results, 'undone'),
    ...rowsOf(results, 'skipped'),
    ...rowsOf(results, 'held'),
    ...left.stale.map(staleRow),
    ...left.held.map(heldRow),
    ...left.conflicts.map(conflictRow),
    ...rowsOf(results, 'applied'),
    ...rowsOf(results, 'agreed'),
  ];
  const open = '\n| outcome | group | what | reason |\n|---|---|---|---|\n';
  return rows.length === 0 ? [] : [{ open, rows, close: '', row: 'group' }];
}

function rowsOf(results: readonly StepResult[], kind: Outcome['kind']): string[] {
  return results.filter(({ outcome }) => outcome.kind === kind).map(resultRow);
}

function resultRow({ step, planned, outcome }: StepResult): string {
  const view = viewChange(step.change);
  const what = outcome.kind === 'applied' ? view.done : view.headline;
  return `| ${outcome.kind} | ${markdownCell(showValue(view.address))} | ${what} | ${[step === planned ? '' : `${plannedAgain}.`, why(outcome)].filter(Boolean).join(' ')} |\n`;
}

function staleRow({ kind, address, reason, hint }: StaleStep): string {
  return `| stale | ${markdownCell(showValue(address))} | ${kind} | ${cell(reason)} Hint: ${cell(hint)} |\n`;
}

function heldRow({ step, reason, remedy }: HeldStep): string {
  const { address, headline } = viewChange(step.change);
  return `| held | ${markdownCell(showValue(address))} | ${headline} | ${cell(reason)} Hint: ${cell(remedy)} |\n`;
}

function conflictRow({ address, dns, message, hint }: Conflict): string {
  const more = dns.length > 20 ? `, … and ${dns.length - 20} more` : '';
  const entries = `${count(dns.length, 'entry', 'entries')}: ${dns.slice(0, 20).map(cell).join(', ')}${more}`;
  return `| conflict | ${markdownCell(showValue(address))} | ${entries} | ${cell(message)} Hint: ${cell(hint)} |\n`;
}

function why(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'applied':
      return '';
    case 'agreed':
      return 'The directory had become as declared.';
    case 'undone':
      return 'Applied, and taken back because another step failed.';
    case 'failed':
    case 'held':
      return `${cell(outcome.reason)} Hint: ${cell(outcome.hint)}`;
    case 'skipped':
      return cell(outcome.reason);
  }
}

function cell(text: string): string {
  return markdownCell(showText(text));
}
