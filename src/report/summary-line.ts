import type { Plan, Summary } from '../model/plan.ts';
import { count } from './wording.ts';

/** The counts of a plan in one line, for every format: `Plan: 1 to create, …` or `Nothing to do: …`. */
export function summaryLine(plan: Plan): string {
  const { summary } = plan;
  const rest = restOf(summary);
  if (plan.steps.length > 0 || summary.held > 0 || summary.conflicts > 0) {
    return `Plan: ${changesOf(summary)}. ${[`${summary.unchanged} unchanged`, ...rest].join(', ')}.`;
  }
  return `${nothingToDo(summary)}${rest.length > 0 ? ` ${rest.join(', ')}.` : ''}`;
}

function nothingToDo(summary: Summary): string {
  if (summary.unchanged === 0) return 'Nothing to do: no group is declared.';
  const agree = summary.unchanged === 1 ? 'agrees' : 'agree';
  return `Nothing to do: ${count(summary.unchanged, 'group')} ${agree} with the directory.`;
}

/** The changes of a plan in words: `1 to create, 2 to update, …`. */
export function changesOf(summary: Summary): string {
  const groups = `${summary.create} to create, ${summary.update} to update, ${summary.delete} to delete`;
  return `${groups}; ${count(summary.membersAdded, 'member')} to add, ${summary.membersRemoved} to remove`;
}

function restOf(summary: Summary): string[] {
  const parts: [number, string][] = [
    [summary.held, `${summary.held} held`],
    [summary.conflicts, count(summary.conflicts, 'conflict')],
    [summary.unmanaged, `${summary.unmanaged} unmanaged`],
    [summary.ignored, `${summary.ignored} ignored`],
    [summary.drift ?? 0, count(summary.drift ?? 0, 'difference is drift', 'differences are drift')],
    [summary.spelling, count(summary.spelling, 'difference of spelling', 'differences of spelling')],
  ];
  return parts.filter(([number]) => number > 0).map(([, text]) => text);
}
