import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type Phase, phaseNames, type Trouble } from '../model/round.ts';
import { type ApplyDocument, applySchema } from './apply-schema.ts';
import { diagnosticSchema } from './diagnostics-schema.ts';
import { type PlanDocument, planSchema } from './plan-schema.ts';

/** One unattended run in JSON, format `rollcall.reconcile`, version 1. */
export interface RoundDocument {
  readonly format: 'rollcall.reconcile';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly goal: 'write' | 'check';
  readonly exitCode: number;
  readonly tip: string | null;
  readonly revision: string | null;
  readonly phases: readonly Phase[];
  readonly trouble: Trouble | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: PlanDocument | null;
  readonly apply: ApplyDocument | null;
}

const text = z.string();
const seconds = z.number().min(0);

/** The schema of an unattended run; `schema/reconcile.schema.json` is generated from it. */
export const roundSchema: z.ZodType<RoundDocument> = z
  .strictObject({
    format: z.literal('rollcall.reconcile'),
    version: z.literal(1),
    tool: text,
    startedAt: text.describe('In UTC, as RFC 3339 writes it.'),
    seconds,
    goal: z.enum(['write', 'check']),
    exitCode: z.int().min(0).describe('What the process ended with, unless an output could not be written.'),
    tip: text.nullable().describe('What the commit was to be (--tip); null when nothing was said.'),
    revision: text.nullable().describe('Which commit the manifests are, in words; null outside of a repository.'),
    phases: z
      .array(z.strictObject({ name: z.enum(phaseNames), end: z.enum(['done', 'failed']), said: text, seconds }))
      .describe('The phases that were begun, in their order.'),
    trouble: z
      .strictObject({ message: text, hint: text })
      .nullable()
      .describe('What ended the run early, or what is wrong after it.'),
    diagnostics: z.array(diagnosticSchema).describe('What is wrong with manifests and settings.'),
    plan: planSchema.nullable().describe('What was to do; null when the run ended before there was a plan.'),
    apply: applySchema.nullable().describe('What became of it; null when nothing was sent.'),
  })
  .meta({ title: 'Rollcall reconcile report', description: 'One unattended run, from the tip check to reading back.' });
