import type { StepResult } from '../model/outcome.ts';
import type { Conflict, HeldStep, PlanCauses, Step } from '../model/plan.ts';
import type { StaleStep } from '../model/saved-plan.ts';
import { applyAdvice, applyCountLine, type LeftAlone, plannedAgain } from './apply-counts.ts';
import { changeDetails, changeHeading, limited } from './change-text.ts';
import { viewChange, viewStep } from './change-view.ts';
import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';

/** How the report of an apply is shown as text. */
export interface ApplyTextOptions {
  readonly style: Style;
  /** What the plan did not send: it is part of the report, because the exit code tells of it. */
  readonly left: LeftAlone;
  /** The LDIF file with the operations that take it back; undefined when none was written. */
  readonly undoFile: string | undefined;
  /** What is listed below each group; nothing where a plan was shown before. */
  readonly details: ApplyDetails | undefined;
}

/** Who joins and leaves, and why, and what that does to mail. */
export interface ApplyDetails {
  /** The most lines of a kind. */
  readonly limit: number;
  readonly causes: PlanCauses | undefined;
  /** What changes for mail, as lines with a title. */
  readonly mail: readonly string[];
}

/** Every step with its outcome, what was left alone, how to take it back, what to do next, and the counts in the last line. */
export function applyToText(results: readonly StepResult[], options: ApplyTextOptions): string {
  const { style, left, undoFile, details } = options;
  const advice = applyAdvice(results);
  const sections = [
    [
      ...results.flatMap((result) => resultLines(result, style, details)),
      ...left.stale.flatMap((stale) => staleLines(stale, style)),
      ...left.held.flatMap((held) => heldLines(held, style, details)),
      ...left.conflicts.flatMap((conflict) => conflictLines(conflict, style)),
    ],
    details?.mail ?? [],
    undoFile === undefined ? [] : [`Undo: ${showValue(undoFile)} takes back what was applied (ldapmodify -f).`],
    advice === '' ? [] : [`Next: ${advice}`],
    [style.bold(applyCountLine(results, left))],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function resultLines(result: StepResult, style: Style, details: ApplyDetails | undefined): string[] {
  const { step, planned } = result;
  const [heading = '', ...reason] = outcomeLines(result, style);
  return [
    ...[heading, ...detailLines(step, step === planned ? details : withoutCauses(details), style), ...reason],
    ...(step === planned ? [] : [`         note: ${plannedAgain}`]),
  ];
}

function detailLines(step: Step, details: ApplyDetails | undefined, style: Style): string[] {
  if (details === undefined) return [];
  return changeDetails(viewStep(step, details.causes), style, details.limit).map((line) => `     ${line}`);
}

/** The causes are those of the planned step; of one that was planned again nobody has asked. */
function withoutCauses(details: ApplyDetails | undefined): ApplyDetails | undefined {
  return details && { ...details, causes: undefined };
}

function outcomeLines({ step, outcome }: StepResult, style: Style): string[] {
  const heading = changeHeading(viewChange(step.change), outcome.kind === 'applied' ? 'done' : 'headline', style);
  switch (outcome.kind) {
    case 'applied':
      return [`${style.add('applied')}  ${heading}`];
    case 'agreed':
      return [`${style.add('agreed')}   ${heading}`, '         reason: the directory had become as declared'];
    case 'undone':
      return [`${style.warn('undone')}   ${heading}`, '         reason: taken back because another step failed'];
    case 'failed':
    case 'held':
      return [
        `${outcome.kind === 'held' ? style.warn('held') : style.remove('FAILED')}${outcome.kind === 'held' ? '    ' : '  '} ${heading}`,
        `         reason: ${showText(outcome.reason)}`,
        `         hint: ${showText(outcome.hint)}`,
      ];
    case 'skipped':
      return [`${style.warn('skipped')}  ${heading}`, `         reason: ${showText(outcome.reason)}`];
  }
}

function staleLines({ address, reason, hint }: StaleStep, style: Style): string[] {
  return [
    `${style.warn('stale')}    ${style.bold(showValue(address))}`,
    `         reason: ${showText(reason)}`,
    `         hint: ${showText(hint)}`,
  ];
}

function heldLines({ step, reason, remedy }: HeldStep, style: Style, details: ApplyDetails | undefined): string[] {
  return [
    `${style.warn('held')}     ${changeHeading(viewChange(step.change), 'headline', style)}`,
    ...detailLines(step, details, style),
    `         reason: ${showText(reason)}`,
    `         hint: ${showText(remedy)}`,
  ];
}

function conflictLines({ address, dns, message, hint }: Conflict, style: Style): string[] {
  return [
    `${style.warn('conflict')} ${style.bold(showValue(address))}  ${showText(message)}`,
    ...limited(dns, 20, (dn) => `    entry: ${showText(dn)}`).map((line) => `     ${line}`),
    `         hint: ${showText(hint)}`,
  ];
}
