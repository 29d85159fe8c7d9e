import type { Entry } from '../model/entry.ts';
import type { Step } from '../model/plan.ts';
import { entryDigest } from './fingerprint.ts';
import type { PlanOptions } from './options.ts';
import type { Replanned } from './replan.ts';
import { verifyStep } from './verify-step.ts';

/**
 * What is left of a step that must be carried out exactly as planned, or not at all: all of it while its entry is as it
 * was, nothing when the group is as declared by now. It is never planned again.
 */
export function keepStep(step: Step, entry: Entry | undefined, options: PlanOptions): Replanned {
  const before = step.change.kind === 'create' ? undefined : step.change.current.entry;
  if (digestOrNone(before) === digestOrNone(entry)) return { kind: 'step', step };
  if (verifyStep(step, entry, options) === undefined) return { kind: 'agrees' };
  return {
    kind: 'stopped',
    reason: 'the entry was changed while the saved plan was carried out, so the step is stale',
    hint: 'Make a new plan: it starts from what is there now.',
  };
}

function digestOrNone(entry: Entry | undefined): string | undefined {
  return entry === undefined ? undefined : entryDigest(entry);
}
