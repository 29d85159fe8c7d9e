import { hasErrors } from '../model/diagnostic.ts';
import type { StepResult } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { Declared } from '../model/round.ts';
import { applyCountLine } from './apply-counts.ts';
import { diagnosticCountLine } from './diagnostic-counts.ts';
import { changesOf } from './summary-line.ts';
import { count } from './wording.ts';

/** What the manifests declare, and which commit they are. */
export function manifestWords({ groups, memberships }: Declared, revision: string | undefined): string {
  const from = revision === undefined ? 'not from a git repository' : `revision ${revision}`;
  return `${count(groups, 'group')}, ${count(memberships, 'membership')}, ${from}`;
}

/** What a plan is about to do, before anything about limits. */
export function planWords({ summary, steps, held, conflicts, diagnostics }: Plan): string {
  if (hasErrors(diagnostics)) return `${diagnosticCountLine(diagnostics).replace(/\.$/, '')}; nothing was written`;
  const unclear = conflicts.length === 0 ? '' : `; ${count(conflicts.length, 'group')} cannot be planned`;
  if (steps.length + held.length === 0) return `nothing to do${unclear}`;
  return `${steps.length === 0 ? 'nothing that may be done' : changesOf(summary)}${unclear}`;
}

/** What the limits make of it: the groups that are held, by name. */
export function limitWords({ held, exceptions }: Plan): string {
  const used = exceptions.filter(({ state }) => state === 'used').length;
  const by = used === 0 ? '' : `, ${count(used, 'exception')} used`;
  if (held.length === 0) return `nothing is held${by}`;
  const named = held.slice(0, 5).map(({ step }) => step.change.address);
  const more = held.length > 5 ? `, and ${held.length - 5} more` : '';
  return `${count(held.length, 'change is', 'changes are')} held${by}: ${named.join(', ')}${more}`;
}

/** What writing came to. */
export function writeWords(results: readonly StepResult[], undoFile: string | undefined): string {
  const counts = applyCountLine(results, { held: [], conflicts: [], stale: [] }).replace(/\.$/, '');
  const first = counts.charAt(0).toLowerCase() + counts.slice(1);
  return undoFile === undefined ? first : `${first}, undo file ${undoFile}`;
}

/** What is not as declared after all was written; `left` is how many groups were known to stay different. */
export function readBackWords(others: readonly string[], left: number): string {
  if (others.length === 0) return left === 0 ? 'the directory is as declared' : 'all else is as declared';
  const named = others.slice(0, 5).join(', ');
  const more = others.length > 5 ? `, and ${others.length - 5} more` : '';
  return `${count(others.length, 'group differs', 'groups differ')} from the manifests again: ${named}${more}`;
}
