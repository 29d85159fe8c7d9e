import type { Outcome, StepResult } from '../model/outcome.ts';
import type { Plan, PlanCauses } from '../model/plan.ts';
import { applyCounts, type LeftAlone } from './apply-counts.ts';
import type { ApplyDocument, JsonOutcome } from './apply-schema.ts';
import { jsonCauses, jsonCommits } from './cause-schema.ts';
import { jsonChange } from './change-schema.ts';
import { encodeJson } from './encode-json.ts';

/** What the report of an apply in JSON needs besides the results. */
export interface ApplyJsonOptions {
  readonly tool: string;
  readonly target: Plan['target'];
  /** What the plan did not send. */
  readonly left: LeftAlone;
  /** The LDIF file with the operations that take it back; undefined when none was written. */
  readonly undoFile: string | undefined;
  /** Why the steps are there; undefined where nobody looked. */
  readonly causes: PlanCauses | undefined;
}

/** The report of an apply as JSON text (`schema/apply.schema.json`). */
export function applyToJson(results: readonly StepResult[], options: ApplyJsonOptions): string {
  return encodeJson(applyDocument(results, options));
}

/** The report of an apply as the value that `applyToJson` writes. */
export function applyDocument(results: readonly StepResult[], options: ApplyJsonOptions): ApplyDocument {
  const { causes } = options;
  const { held, conflicts, stale } = options.left;
  const counts = applyCounts(results);
  return {
    format: 'rollcall.apply',
    version: 1,
    tool: options.tool,
    target: { url: options.target.url, base: options.target.base },
    summary: { ...counts, held: counts.held + held.length, conflicts: conflicts.length, stale: stale.length },
    steps: results.map(({ step, planned, outcome }) => ({
      change: jsonChange(step.change),
      causes: jsonCauses(step, causes),
      replanned: step !== planned,
      outcome: jsonOutcome(outcome),
    })),
    held: held.map(({ limit, reason, remedy, step }) => ({
      ...{ limit, reason, remedy, change: jsonChange(step.change), causes: jsonCauses(step, causes) },
    })),
    conflicts: conflicts.map(({ address, dns, message, hint }) => ({ address, dns, message, hint })),
    stale: stale.map(({ kind, address, dn, reason, hint }) => ({ kind, address, dn, reason, hint })),
    undo: options.undoFile ?? null,
    commits: jsonCommits(causes),
  };
}

function jsonOutcome(outcome: Outcome): JsonOutcome {
  switch (outcome.kind) {
    case 'applied':
    case 'agreed':
    case 'undone':
      return { kind: outcome.kind };
    case 'failed':
    case 'held':
      return { kind: outcome.kind, reason: outcome.reason, hint: outcome.hint };
    case 'skipped':
      return { kind: 'skipped', reason: outcome.reason };
  }
}
