import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exception } from '../model/exception.ts';
import type { Limit, SpellingDifference, Summary } from '../model/plan.ts';
import type { UpcomingChange } from '../model/upcoming.ts';
import { causesSchema, type JsonCauses } from './cause-schema.ts';
import { changeSchema, type JsonChange } from './change-schema.ts';
import { diagnosticSchema } from './diagnostics-schema.ts';
import { commitSchema, type JsonCommit } from './log-schema.ts';
import { type JsonMail, mailSchema } from './mail-effects-json.ts';
import { type JsonOperation, operationSchema } from './operation-schema.ts';
import { upcomingSchema } from './upcoming-schema.ts';
import { type JsonValue, valueSchema } from './value-schema.ts';

/** A step in JSON. */
export interface JsonStep {
  readonly change: JsonChange;
  readonly operations: readonly JsonOperation[];
  readonly inverse: readonly JsonOperation[];
  /** Null for an entry that does not exist yet; parts that were not readable are null. */
  readonly precondition: { readonly entryUuid: string | null; readonly entryCsn: string | null } | null;
}

/** A step of a plan in JSON, with why it is there; a saved plan has its steps without. */
export interface JsonPlanStep extends JsonStep {
  /** Null when they were not looked up. */
  readonly causes: JsonCauses | null;
}

/** An exception to the limits in JSON; on the command line it has no last day and no reason. */
export interface JsonException extends Omit<Exception, 'until' | 'reason'> {
  readonly until: string | null;
  readonly reason: string | null;
}

/** The counts of a plan in JSON. */
export interface JsonSummary extends Omit<Summary, 'drift'> {
  /** Null when nobody looked, or the history cannot tell. */
  readonly drift: number | null;
}

/** A plan in JSON, format `rollcall.plan`, version 1. */
export interface PlanDocument {
  readonly format: 'rollcall.plan';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly target: { readonly url: string; readonly base: string };
  readonly fingerprint: string;
  readonly summary: JsonSummary;
  readonly steps: readonly JsonPlanStep[];
  readonly held: readonly {
    readonly limit: Limit;
    readonly reason: string;
    readonly remedy: string;
    readonly step: JsonPlanStep;
  }[];
  readonly exceptions: readonly JsonException[];
  readonly conflicts: readonly {
    readonly address: string;
    readonly dns: readonly string[];
    readonly message: string;
    readonly hint: string;
  }[];
  readonly unmanaged: readonly {
    readonly address: string;
    readonly dn: string;
    readonly addresses: readonly string[];
    /** How many members it has. */
    readonly members: number;
  }[];
  readonly spelling: readonly (Omit<SpellingDifference, 'stored'> & { readonly stored: JsonValue })[];
  readonly mail: JsonMail | null;
  readonly upcoming: readonly UpcomingChange[];
  readonly notes: readonly string[];
  /** What rules find in the directory as the plan would leave it; an error stops every write. */
  readonly diagnostics: readonly Diagnostic[];
  /** The commits that are causes. */
  readonly commits: readonly JsonCommit[];
  /** The hash of the commit that is known to have been applied last; null when none is. */
  readonly applied: string | null;
}

const text = z.string();
const number = z.int().min(0);

const stepParts = {
  change: changeSchema,
  operations: z.array(operationSchema),
  inverse: z.array(operationSchema),
  precondition: z.strictObject({ entryUuid: text.nullable(), entryCsn: text.nullable() }).nullable(),
};

/** The schema of `JsonStep`. */
export const stepSchema: z.ZodType<JsonStep> = z.strictObject(stepParts).meta({
  id: 'Step',
  description: 'A change, the requests that make it, the requests that undo it, and the entry it is for.',
});

const planStepSchema: z.ZodType<JsonPlanStep> = z
  .strictObject({ ...stepParts, causes: causesSchema.nullable().describe('Null when they were not looked up.') })
  .meta({ id: 'PlanStep', description: 'The same as in a saved plan, with why it is there.' });

const exceptionSchema: z.ZodType<JsonException> = z.strictObject({
  address: text,
  kind: z.enum(['removals', 'deletion']),
  removals: number.describe('The most members that the group may lose, or that the deleted group may have.'),
  used: number.describe('How many members go by it.'),
  until: text
    .nullable()
    .describe('The last day that it counts, in the time zone of the settings; null on the command line.'),
  reason: text.nullable(),
  from: z.enum(['manifest', 'command line']),
  state: z.enum(['used', 'unused', 'expired']),
});

/** The schema of the counts of a plan. */
export const summarySchema: z.ZodType<JsonSummary> = z.strictObject({
  declared: number,
  unchanged: number,
  create: number,
  update: number,
  delete: number,
  membersAdded: number,
  membersRemoved: number,
  held: number,
  conflicts: number,
  unmanaged: number,
  ignored: number,
  spelling: number,
  drift: number
    .nullable()
    .describe('How many differences no commit made; null when nobody looked, or the history cannot tell.'),
});

/** The schema of a plan in JSON; `schema/plan.schema.json` is generated from it. */
export const planSchema: z.ZodType<PlanDocument> = z
  .strictObject({
    format: z.literal('rollcall.plan'),
    version: z.literal(1),
    tool: text,
    target: z.strictObject({ url: text, base: text }),
    fingerprint: text.describe('SHA-256 in hexadecimal over the target and the operations of the steps.'),
    summary: summarySchema,
    steps: z.array(planStepSchema),
    held: z.array(
      z.strictObject({
        limit: z.enum(['per-group', 'per-run', 'deletions', 'protected', 'empty']),
        reason: text,
        remedy: text,
        step: planStepSchema,
      }),
    ),
    exceptions: z
      .array(exceptionSchema)
      .describe(
        'Exceptions to the limits: all of the command line, and those of manifests that are used or have ended.',
      ),
    conflicts: z.array(z.strictObject({ address: text, dns: z.array(text), message: text, hint: text })),
    unmanaged: z.array(z.strictObject({ address: text, dn: text, addresses: z.array(text), members: number })),
    spelling: z.array(z.strictObject({ address: text, attribute: text, stored: valueSchema, declared: text })),
    mail: mailSchema,
    upcoming: upcomingSchema,
    notes: z.array(text),
    diagnostics: z
      .array(diagnosticSchema)
      .describe('What rules find in the directory as the plan would leave it; an error stops every write.'),
    commits: z.array(commitSchema).describe('The commits that are causes.'),
    applied: text.nullable().describe('The commit that is known to have been applied last; null when none is.'),
  })
  .meta({ title: 'Rollcall plan', description: 'What would change in the directory, and why the rest does not.' });
