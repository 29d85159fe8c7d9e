import { z } from 'zod';
import { type CheckName, checkNames, type FindingState } from '../model/diagnosis.ts';
import type { CheckState } from './doctor-counts.ts';

/** The diagnosis in JSON, format `rollcall.doctor`, version 1. */
export interface DoctorDocument {
  readonly format: 'rollcall.doctor';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly target: { readonly url: string; readonly base: string };
  /** How many checks ended in each way. */
  readonly summary: Readonly<Record<CheckState, number>>;
  readonly checks: readonly {
    readonly check: CheckName;
    readonly state: CheckState;
    readonly findings: readonly {
      readonly state: FindingState;
      readonly message: string;
      readonly hint: string | null;
    }[];
  }[];
}

const text = z.string();
const number = z.int().min(0);
const findingState = z.enum(['ok', 'note', 'warning', 'error']);

/** The schema of a diagnosis; `schema/doctor.schema.json` is generated from it. */
export const doctorSchema: z.ZodType<DoctorDocument> = z
  .strictObject({
    format: z.literal('rollcall.doctor'),
    version: z.literal(1),
    tool: text,
    target: z.strictObject({ url: text, base: text }).describe('Empty texts when the settings have errors.'),
    summary: z
      .strictObject({ ok: number, note: number, warning: number, error: number, skipped: number })
      .describe('How many checks ended in each way.'),
    checks: z.array(
      z.strictObject({
        check: z.enum(checkNames),
        state: z
          .enum(['ok', 'note', 'warning', 'error', 'skipped'])
          .describe('The worst finding; skipped when the check was not made.'),
        findings: z.array(
          z.strictObject({ state: findingState, message: text, hint: text.nullable().describe('What to do.') }),
        ),
      }),
    ),
  })
  .meta({
    title: 'Rollcall diagnosis',
    description: 'What doctor found out about settings, server, rights and limits.',
  });
