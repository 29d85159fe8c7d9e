import type { Entry } from '../model/entry.ts';
import type { Plan, Step } from '../model/plan.ts';
import { encodeTerminal } from './encode-terminal.ts';
import { entryLines } from './entry-lines.ts';
import { type Hunk, hunksOf } from './hunks.ts';
import { lineRuns } from './line-runs.ts';
import type { Style } from './style.ts';

/** How a plan is shown as a diff. */
export interface PlanDiffOptions {
  readonly style: Style;
  /** The entry as it will be after the step; undefined when there will be none. */
  readonly after: (step: Step) => Entry | undefined;
}

/** Each group's entry before and after as a unified diff of LDIF lines with three lines of context, values sorted. */
export function planToDiff(plan: Plan, options: PlanDiffOptions): string {
  return plan.steps.map((step) => stepDiff(step, options)).join('');
}

function stepDiff(step: Step, { style, after }: PlanDiffOptions): string {
  const { change } = step;
  const old = change.kind === 'create' ? undefined : change.current.entry;
  const fresh = after(step);
  const [before, then] = entryLines(old, fresh);
  const hunks = hunksOf(lineRuns(before, then), 3);
  if (hunks.length === 0) return '';
  const names = [sideName('---', 'current', old), sideName('+++', 'planned', fresh)];
  return [...names.map(style.bold), ...hunks.flatMap((hunk) => hunkLines(hunk, style)), ''].join('\n');
}

function sideName(mark: string, side: string, entry: Entry | undefined): string {
  return `${mark} ${entry === undefined ? '/dev/null' : `${side} ${encodeTerminal(entry.dn)}`}`;
}

function hunkLines(hunk: Hunk, style: Style): string[] {
  return [
    style.dim(hunk.header),
    ...hunk.lines.map(({ mark, line }) => diffLine(mark, encodeTerminal(line.text), style)),
  ];
}

function diffLine(mark: ' ' | '+' | '-', text: string, style: Style): string {
  switch (mark) {
    case ' ':
      return ` ${text}`;
    case '+':
      return style.add(`+${text}`);
    case '-':
      return style.remove(`-${text}`);
  }
}
