import { sortDiagnostics } from '../model/diagnostic.ts';
import type { Exception } from '../model/exception.ts';
import type { Plan, Step, Summary } from '../model/plan.ts';
import type { UpcomingChange } from '../model/upcoming.ts';
import { jsonCauses, jsonCommits } from './cause-schema.ts';
import { jsonChange } from './change-schema.ts';
import { jsonDiagnostic } from './diagnostics-json.ts';
import { encodeJson } from './encode-json.ts';
import { jsonMail } from './mail-effects-json.ts';
import { jsonOperation } from './operation-schema.ts';
import type { JsonException, JsonPlanStep, JsonStep, JsonSummary, PlanDocument } from './plan-schema.ts';
import { jsonValue } from './value-schema.ts';

/** A plan as JSON text (`schema/plan.schema.json`), every value in full, keys always in the same order. */
export function planToJson(plan: Plan, options: { readonly tool: string }): string {
  return encodeJson(planDocument(plan, options));
}

/** A plan as the value that `planToJson` writes. */
export function planDocument(plan: Plan, options: { readonly tool: string }): PlanDocument {
  return {
    format: 'rollcall.plan',
    version: 1,
    tool: options.tool,
    target: { url: plan.target.url, base: plan.target.base },
    fingerprint: plan.fingerprint,
    summary: jsonSummary(plan.summary),
    steps: plan.steps.map((step) => jsonPlanStep(step, plan)),
    held: plan.held.map(({ limit, reason, remedy, step }) => ({
      limit,
      reason,
      remedy,
      step: jsonPlanStep(step, plan),
    })),
    exceptions: plan.exceptions.map(jsonException),
    conflicts: plan.conflicts.map(({ address, dns, message, hint }) => ({ address, dns, message, hint })),
    unmanaged: plan.unmanaged.map(({ address, dn, addresses, members }) => ({
      ...{ address, dn, addresses, members: members.length },
    })),
    spelling: plan.spelling.map(({ address, attribute, stored, declared }) => ({
      ...{ address, attribute, stored: jsonValue(stored), declared },
    })),
    mail: jsonMail(plan.mail),
    upcoming: plan.upcoming.map(jsonUpcoming),
    notes: plan.notes,
    diagnostics: sortDiagnostics(plan.diagnostics).map(jsonDiagnostic),
    commits: jsonCommits(plan.causes),
    applied: plan.causes?.applied ?? null,
  };
}

function jsonPlanStep(step: Step, { causes }: Plan): JsonPlanStep {
  return { ...jsonStep(step), causes: jsonCauses(step, causes) };
}

/** A step as JSON carries it. */
export function jsonStep({ change, operations, inverse, precondition }: Step): JsonStep {
  return {
    change: jsonChange(change),
    operations: operations.map(jsonOperation),
    inverse: inverse.map(jsonOperation),
    precondition:
      precondition === undefined
        ? null
        : { entryUuid: precondition.entryUuid ?? null, entryCsn: precondition.entryCsn ?? null },
  };
}

/** An upcoming change with its keys in order. */
export function jsonUpcoming({ day, kind, member, group, via }: UpcomingChange): UpcomingChange {
  return { day, kind, member, group, via };
}

function jsonException(exception: Exception): JsonException {
  const { address, kind, removals, used, until, reason, from, state } = exception;
  return { address, kind, removals, used, until: until ?? null, reason: reason ?? null, from, state };
}

/** The counts of a plan as JSON carries them. */
export function jsonSummary(summary: Summary): JsonSummary {
  const { declared, unchanged, create, update, membersAdded, membersRemoved } = summary;
  const { held, conflicts, unmanaged, ignored, spelling, drift } = summary;
  return {
    ...{ declared, unchanged, create, update, delete: summary.delete, membersAdded, membersRemoved },
    ...{ held, conflicts, unmanaged, ignored, spelling, drift: drift ?? null },
  };
}
