import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';

/** Diagnostics in JSON, format `rollcall.diagnostics`, version 1. */
export interface DiagnosticsDocument {
  readonly format: 'rollcall.diagnostics';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly summary: { readonly errors: number; readonly warnings: number };
  readonly diagnostics: readonly Diagnostic[];
}

const text = z.string();
const position = z.int().min(0);

/** The schema of one diagnostic. */
export const diagnosticSchema: z.ZodType<Diagnostic> = z
  .strictObject({
    code: text,
    rule: text.optional().describe('The name of the rule, where settings can switch it.'),
    severity: z.enum(['error', 'warning']),
    message: text,
    hint: text,
    source: z.strictObject({
      file: text.describe('The path of a file; the DN of an entry of the directory, whose line and columns are 0.'),
      line: position.describe('From 1.'),
      column: position.describe('From 1, in UTF-16 units.'),
      endColumn: position.describe('The column after the last marked character.'),
      text: text.describe('The whole source line without its line end.'),
    }),
  })
  .meta({ id: 'Diagnostic', description: 'A message about the input: what is wrong, where, and what to do.' });

/** The schema of diagnostics in JSON; `schema/diagnostics.schema.json` is generated from it. */
export const diagnosticsSchema: z.ZodType<DiagnosticsDocument> = z
  .strictObject({
    format: z.literal('rollcall.diagnostics'),
    version: z.literal(1),
    tool: text,
    summary: z.strictObject({ errors: position, warnings: position }),
    diagnostics: z.array(diagnosticSchema),
  })
  .meta({ title: 'Rollcall diagnostics', description: 'Everything that is wrong with manifests and settings.' });
