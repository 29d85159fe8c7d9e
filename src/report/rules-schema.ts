import { z } from 'zod';
import type { RuleView } from './rules-view.ts';

/** The rules in JSON, format `rollcall.rules`, version 1. */
export interface RulesDocument {
  readonly format: 'rollcall.rules';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly rules: readonly (Omit<RuleView, 'code' | 'name' | 'needs'> & {
    readonly name: string;
    readonly code: string;
    readonly needs: string | null;
  })[];
}

const text = z.string();
const level = z.enum(['error', 'warning', 'off']);

/** The schema of the rules in JSON; `schema/rules.schema.json` is generated from it. */
export const rulesSchema: z.ZodType<RulesDocument> = z
  .strictObject({
    format: z.literal('rollcall.rules'),
    version: z.literal(1),
    tool: text,
    rules: z.array(
      z.strictObject({
        name: text.describe('The key in the settings.'),
        code: text.describe('The code of its findings.'),
        level: level.describe('The level that counts now.'),
        default: level,
        summary: text.describe('What it finds.'),
        needs: text.nullable().describe('The settings that it needs to find anything; null for none.'),
        ready: z.boolean().describe('Whether they are set.'),
        reads: z
          .enum(['manifests', 'directory'])
          .describe('Whether validate finds it, or plan, apply and reconcile, which have read the directory.'),
        exceptions: z.enum(['manifest', 'settings']).describe('Who can make an exception.'),
      }),
    ),
  })
  .meta({ title: 'Rollcall rules', description: 'The rules that settings can switch, as these settings have them.' });
