import type { Outcome, StepResult } from '../model/outcome.ts';
import type { Conflict, HeldStep, PlanCauses } from '../model/plan.ts';
import type { StaleStep } from '../model/saved-plan.ts';
import { applyAdvice, applyCountLine, type LeftAlone, plannedAgain } from './apply-counts.ts';
import type { ChangeWords, Words } from './cause-words.ts';
import { type ChangeView, viewStep } from './change-view.ts';
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
  /** Why the steps are there; undefined where nobody looked. */
  readonly causes?: PlanCauses | undefined;
}

/** The report of an apply for a job summary: counts, what to do next, and a table with failed steps first, applied ones last. */
export function applyToMarkdown(results: readonly StepResult[], options: ApplyMarkdownOptions): string {
  const { left } = options;
  const advice = applyAdvice(results);
  const undo =
    options.undoFile === undefined ? '' : `\nThe undo LDIF is ${markdownCode(showValue(options.undoFile))}.\n`;
  const head = `**${applyCountLine(results, left)}**\n${advice === '' ? '' : `\n${advice}\n`}${undo}`;
  return fitSections(head, outcomeSections(results, left, options.causes), options.budget);
}

/** A table of all outcomes, failed steps first, applied ones last. */
export function outcomeSections(
  results: readonly StepResult[],
  left: LeftAlone,
  causes: PlanCauses | undefined,
): readonly MarkdownSection[] {
  const rowsOf = (kind: Outcome['kind']): string[] =>
    results.filter(({ outcome }) => outcome.kind === kind).map((result) => resultRow(result, causes));
  const rows = [
    ...rowsOf('failed'),
    ...rowsOf('undone'),
    ...rowsOf('skipped'),
    ...rowsOf('held'),
    ...left.stale.map(staleRow),
    ...left.held.map((held) => heldRow(held, causes)),
    ...left.conflicts.map(conflictRow),
    ...rowsOf('applied'),
    ...rowsOf('agreed'),
  ];
  const open = '\n| outcome | group | what | reason |\n|---|---|---|---|\n';
  return rows.length === 0 ? [] : [{ open, rows, close: '', row: 'group' }];
}

function resultRow({ step, planned, outcome }: StepResult, causes: PlanCauses | undefined): string {
  const view = viewStep(step, causes);
  const what = outcome.kind === 'applied' ? view.done : view.headline;
  return `| ${outcome.kind} | ${markdownCell(showValue(view.address))} | ${what} | ${[step === planned ? '' : `${plannedAgain}.`, why(outcome), causeCell(view)].filter(Boolean).join(' ')} |\n`;
}

function staleRow({ kind, address, reason, hint }: StaleStep): string {
  return `| stale | ${markdownCell(showValue(address))} | ${kind} | ${cell(reason)} Hint: ${cell(hint)} |\n`;
}

function heldRow({ step, reason, remedy }: HeldStep, causes: PlanCauses | undefined): string {
  const view = viewStep(step, causes);
  const why = [cell(reason), `Hint: ${cell(remedy)}`, causeCell(view)].filter(Boolean).join(' ');
  return `| held | ${markdownCell(showValue(view.address))} | ${view.headline} | ${why} |\n`;
}

function conflictRow({ address, dns, message, hint }: Conflict): string {
  const more = dns.length > 20 ? `, … and ${dns.length - 20} more` : '';
  const entries = `${count(dns.length, 'entry', 'entries')}: ${dns.slice(0, 20).map(cell).join(', ')}${more}`;
  return `| conflict | ${markdownCell(showValue(address))} | ${entries} | ${cell(message)} Hint: ${cell(hint)} |\n`;
}

/** The cause, when all that changes in the group has one; a table has no room for more. */
function causeCell({ why: words }: ChangeView): string {
  const one = words && (words.shared ?? onlyCause(words));
  if (one === undefined) return words === undefined ? '' : 'Several causes.';
  return `Cause: ${one.map((word) => (typeof word === 'string' ? word : cell(word.data))).join('')}.`;
}

function onlyCause({ joins, leaves, newAliases, goneAliases, attributes }: ChangeWords): Words | undefined {
  const all = [...joins, ...leaves, ...newAliases, ...goneAliases, ...attributes];
  return all.length === 1 ? all[0] : undefined;
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
