import { z } from 'zod';
import type { Conflict, Limit } from '../model/plan.ts';
import type { StaleStep } from '../model/saved-plan.ts';
import { causesSchema, type JsonCauses } from './cause-schema.ts';
import { changeSchema, type JsonChange } from './change-schema.ts';
import { commitSchema, type JsonCommit } from './log-schema.ts';

/** What became of one step, in JSON. */
export type JsonOutcome =
  | { readonly kind: 'applied' | 'agreed' | 'undone' }
  | { readonly kind: 'failed' | 'held'; readonly reason: string; readonly hint: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** The report of an apply in JSON, format `rollcall.apply`, version 1. */
export interface ApplyDocument {
  readonly format: 'rollcall.apply';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly target: { readonly url: string; readonly base: string };
  readonly summary: {
    readonly applied: number;
    /** Steps that were not sent because the directory had become as declared. */
    readonly agreed: number;
    readonly failed: number;
    /** Steps that were applied and taken back. */
    readonly undone: number;
    readonly skipped: number;
    /** Steps and changes that a safety limit holds back. */
    readonly held: number;
    readonly conflicts: number;
    /** Steps of a saved plan that were not sent because their entry has changed. */
    readonly stale: number;
  };
  readonly steps: readonly {
    /** What was sent. */
    readonly change: JsonChange;
    /** Null when they were not looked up, and for a change that was planned again. */
    readonly causes: JsonCauses | null;
    /** Whether that is something else than planned, because somebody changed the group in the meantime. */
    readonly replanned: boolean;
    readonly outcome: JsonOutcome;
  }[];
  /** Changes that a safety limit held back; they were not sent. */
  readonly held: readonly {
    readonly limit: Limit;
    readonly reason: string;
    readonly remedy: string;
    readonly change: JsonChange;
    readonly causes: JsonCauses | null;
  }[];
  /** Declared groups that could not be planned; they were left alone. */
  readonly conflicts: readonly Conflict[];
  /** Steps of a saved plan that must not be carried out any more; they were not sent. */
  readonly stale: readonly StaleStep[];
  /** The file with the operations that take it back; null when none was written. */
  readonly undo: string | null;
  /** The commits that are causes. */
  readonly commits: readonly JsonCommit[];
}

const text = z.string();
const number = z.int().min(0);
const causes = causesSchema
  .nullable()
  .describe('Null when they were not looked up, and for a change that was planned again.');

const outcomeSchema: z.ZodType<JsonOutcome> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['applied', 'agreed', 'undone']) }),
    z.strictObject({ kind: z.enum(['failed', 'held']), reason: text, hint: text }),
    z.strictObject({ kind: z.literal('skipped'), reason: text }),
  ])
  .meta({ id: 'Outcome', description: 'What became of one step.' });

/** The schema of the report of an apply; `schema/apply.schema.json` is generated from it. */
export const applySchema: z.ZodType<ApplyDocument> = z
  .strictObject({
    format: z.literal('rollcall.apply'),
    version: z.literal(1),
    tool: text,
    target: z.strictObject({ url: text, base: text }),
    summary: z.strictObject({
      applied: number,
      agreed: number,
      failed: number,
      undone: number,
      skipped: number,
      held: number,
      conflicts: number,
      stale: number,
    }),
    steps: z.array(z.strictObject({ change: changeSchema, causes, replanned: z.boolean(), outcome: outcomeSchema })),
    held: z
      .array(
        z.strictObject({
          limit: z.enum(['per-group', 'per-run', 'deletions', 'protected', 'empty']),
          reason: text,
          remedy: text,
          change: changeSchema,
          causes,
        }),
      )
      .describe('Changes that a safety limit held back; they were not sent.'),
    conflicts: z
      .array(z.strictObject({ address: text, dns: z.array(text), message: text, hint: text }))
      .describe('Declared groups that could not be planned; they were left alone.'),
    stale: z
      .array(
        z.strictObject({
          kind: z.enum(['create', 'update', 'delete']),
          address: text,
          dn: text,
          reason: text,
          hint: text,
        }),
      )
      .describe('Steps of a saved plan that must not be carried out any more; they were not sent.'),
    undo: text.nullable().describe('The LDIF file that takes it back; null when none was written.'),
    commits: z.array(commitSchema).describe('The commits that are causes.'),
  })
  .meta({ title: 'Rollcall apply report', description: 'What became of each step of a plan, and what was not sent.' });
