import type { Conflict, HeldStep, Plan } from '../model/plan.ts';
import { changeDetails, changeHeading, limited } from './change-text.ts';
import { viewStep } from './change-view.ts';
import { mailEffectLines } from './mail-effects-text.ts';
import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { summaryLine } from './summary-line.ts';
import { targetLine } from './target-line.ts';
import { upcomingLines } from './upcoming-text.ts';
import { count, exceptionWords, limitName } from './wording.ts';

/** How a plan is shown as text. */
export interface PlanTextOptions {
  readonly style: Style;
  /** The commit that the manifests were read from; undefined for the files as they lie in the working directory. */
  readonly revision: string | undefined;
  /** `short` shows at most 20 lines of a kind, `full` shows every one. */
  readonly detail: 'short' | 'full';
}

/** A plan for a person at a terminal: target first, then the groups in the order of the steps, the counts in the last line. */
export function planToText(plan: Plan, options: PlanTextOptions): string {
  const { style } = options;
  const limit = options.detail === 'full' ? Number.POSITIVE_INFINITY : 20;
  const sections = [
    [targetLine('Plan for', plan, options)],
    ...plan.steps.map((step) => {
      const view = viewStep(step, plan.causes);
      return [changeHeading(view, 'headline', style), ...changeDetails(view, style, limit)];
    }),
    mailEffectLines(plan.mail, style, limit),
    section('Held back', plan.held, (held) => heldLines(held, plan, style)),
    titled('Exceptions', plan.exceptions.length, exceptionLines(plan, limit)),
    section('Conflicts', plan.conflicts, (conflict) => conflictLines(conflict, style)),
    titled('Different spelling, left as it is', plan.spelling.length, spellingLines(plan, limit)),
    titled('Unmanaged, left alone', plan.unmanaged.length, unmanagedLines(plan, limit)),
    titled('Upcoming', plan.upcoming.length, upcomingLines(plan.upcoming, style, limit)),
    titled(
      'Notes',
      plan.notes.length,
      plan.notes.map((note) => `    * ${showText(note)}`),
    ),
    [style.bold(summaryLine(plan))],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section<Item>(title: string, items: readonly Item[], lines: (item: Item) => string[]): string[] {
  return titled(title, items.length, items.flatMap(lines));
}

function titled(title: string, number: number, lines: readonly string[]): string[] {
  return number === 0 ? [] : [`${title} (${number}):`, ...lines];
}

function heldLines(held: HeldStep, { causes }: Plan, style: Style): string[] {
  const view = viewStep(held.step, causes);
  return [
    `${style.warn('!')} ${changeHeading(view, 'headline', style)}  ${style.warn(`[held: ${limitName(held.limit)}]`)}`,
    ...changeDetails(view, style, 5),
    `    reason: ${showText(held.reason)}`,
    `    remedy: ${showText(held.remedy)}`,
  ];
}

function exceptionLines(plan: Plan, limit: number): string[] {
  return limited(plan.exceptions, limit, (exception) => {
    const { until, reason } = exception;
    const { size, use } = exceptionWords(exception);
    const day = until === undefined ? '' : ` until ${showText(until)}`;
    const why = reason === undefined ? '' : `  (reason: ${showText(reason)})`;
    return `    ${showValue(exception.address)}  ${size}${day}: ${use}${why}`;
  });
}

function conflictLines(conflict: Conflict, style: Style): string[] {
  return [
    `${style.warn('!')} ${style.bold(showValue(conflict.address))}  ${showText(conflict.message)}`,
    ...limited(conflict.dns, 20, (dn) => `    entry: ${showText(dn)}`),
    `    hint: ${showText(conflict.hint)}`,
  ];
}

function spellingLines(plan: Plan, limit: number): string[] {
  return limited(plan.spelling, limit, ({ address, attribute, stored, declared }) => {
    const values = `${showValue(stored)} in the directory, ${showValue(declared)} in the manifest`;
    return `    ${showValue(address)}  ${showText(attribute)}: ${values}`;
  });
}

function unmanagedLines(plan: Plan, limit: number): string[] {
  return limited(plan.unmanaged, limit, ({ address, members }) => {
    return `    ${showValue(address)}  ${count(members.length, 'member')}`;
  });
}
