import { z } from 'zod';
import type { Override } from '../model/exception.ts';
import { type JsonStep, type JsonSummary, stepSchema, summarySchema } from './plan-schema.ts';

/** A step of a saved plan in JSON. */
export interface SavedPlanStep {
  /** SHA-256 (hex) over the entry as it was read; null for a group that is to be created. */
  readonly entry: string | null;
  readonly step: JsonStep;
}

/** What a saved plan says: what is to be done, and for what that counts. */
export interface SavedPlanContent {
  /** The version of Rollcall that saved it, the only one that applies it. */
  readonly tool: string;
  /** Times in UTC, as in `2026-11-22T10:00:00.000Z`. */
  readonly savedAt: string;
  readonly expiresAt: string;
  readonly target: { readonly url: string; readonly base: string };
  /** Which commit the manifests were, in words; null outside a repository. */
  readonly revision: string | null;
  /** SHA-256 (hex) of each setting that decides what a plan holds. */
  readonly settings: Readonly<Record<string, string>>;
  /** SHA-256 (hex) over everything that the manifests declare. */
  readonly desired: string;
  /** SHA-256 (hex) over whom each query answered, by its name. */
  readonly answers: Readonly<Record<string, string>>;
  /** The options that it was made with; they count when it is applied. */
  readonly options: {
    readonly fixSpelling: boolean;
    readonly bootstrap: boolean;
    readonly overrides: readonly Override[];
  };
  readonly summary: JsonSummary;
  readonly fingerprint: string;
  readonly steps: readonly SavedPlanStep[];
}

/** A saved plan in JSON, format `rollcall.saved-plan`, version 1. */
export interface SavedPlanDocument {
  readonly format: 'rollcall.saved-plan';
  readonly version: 1;
  /** SHA-256 (hex) over the content in canonical form: accidents are noticed; against intent, hand over the file's own SHA-256. */
  readonly digest: string;
  readonly content: SavedPlanContent;
}

const text = z.string();
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'must be a time in UTC');

const contentSchema: z.ZodType<SavedPlanContent> = z.strictObject({
  tool: text.describe('The version of Rollcall that saved it, the only one that applies it.'),
  savedAt: time,
  expiresAt: time,
  target: z.strictObject({ url: text, base: text }),
  revision: text.nullable().describe('Which commit the manifests were, in words; null outside a repository.'),
  settings: z.record(text, hash).describe('SHA-256 of each setting that decides what a plan holds.'),
  desired: hash.describe('SHA-256 over everything that the manifests declare.'),
  answers: z.record(text, hash).describe('SHA-256 over whom each query answered, by its name.'),
  options: z
    .strictObject({
      fixSpelling: z.boolean(),
      bootstrap: z.boolean(),
      overrides: z.array(
        z.strictObject({ kind: z.enum(['removals', 'deletion']), address: text, removals: z.int().min(0) }),
      ),
    })
    .describe('The options that it was made with; they count when it is applied.'),
  summary: summarySchema,
  fingerprint: hash.describe('SHA-256 over the target and the operations of the steps.'),
  steps: z.array(
    z.strictObject({
      entry: hash.nullable().describe('SHA-256 over the entry as it was read; null for a group that is to be created.'),
      step: stepSchema,
    }),
  ),
});

/** The schema of a saved plan; `schema/saved-plan.schema.json` is generated from it. */
export const savedPlanSchema: z.ZodType<SavedPlanDocument> = z
  .strictObject({
    format: z.literal('rollcall.saved-plan'),
    version: z.literal(1),
    digest: hash.describe('SHA-256 over the content, its keys sorted, written as JSON without blanks.'),
    content: contentSchema,
  })
  .meta({
    title: 'Rollcall saved plan',
    description: 'A plan as plan --out saves it, bound to a directory, settings, manifests and entries. Private.',
  });
