import { groupJsonSchema } from '../manifest/schema.ts';
import { settingsSchema } from '../manifest/settings-schema.ts';
import { applySchema } from '../report/apply-schema.ts';
import { diffSchema } from '../report/comparison-schema.ts';
import { diagnosticsSchema } from '../report/diagnostics-schema.ts';
import { doctorSchema } from '../report/doctor-schema.ts';
import { expandSchema } from '../report/expand-schema.ts';
import { jsonSchemaText } from '../report/json-schema.ts';
import { logSchema } from '../report/log-schema.ts';
import { planSchema } from '../report/plan-schema.ts';
import { postfixSchema } from '../report/postfix-schema.ts';
import { roundSchema } from '../report/round-schema.ts';
import { rulesSchema } from '../report/rules-schema.ts';
import { savedPlanSchema } from '../report/saved-plan-schema.ts';
import { whySchema } from '../report/why-schema.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { schemaNames } from './formats.ts';

/** Options of `schema`. */
export interface SchemaOptions {
  readonly name: (typeof schemaNames)[number];
}

/** One of the JSON Schemas on standard output. */
export async function run(context: Context, { name }: SchemaOptions): Promise<ExitCode> {
  context.out(schemaText(name));
  return exitCode.done;
}

/** A JSON Schema (draft 2020-12) as text with a line end. */
export function schemaText(name: SchemaOptions['name']): string {
  switch (name) {
    case 'group':
      return `${JSON.stringify(groupJsonSchema(), undefined, 2)}\n`;
    case 'settings':
      return jsonSchemaText(settingsSchema);
    case 'plan':
      return jsonSchemaText(planSchema);
    case 'saved-plan':
      return jsonSchemaText(savedPlanSchema);
    case 'apply':
      return jsonSchemaText(applySchema);
    case 'reconcile':
      return jsonSchemaText(roundSchema);
    case 'diagnostics':
      return jsonSchemaText(diagnosticsSchema);
    case 'doctor':
      return jsonSchemaText(doctorSchema);
    case 'diff':
      return jsonSchemaText(diffSchema);
    case 'expand':
      return jsonSchemaText(expandSchema);
    case 'why':
      return jsonSchemaText(whySchema);
    case 'log':
      return jsonSchemaText(logSchema);
    case 'rules':
      return jsonSchemaText(rulesSchema);
    case 'postfix':
      return jsonSchemaText(postfixSchema);
  }
}
