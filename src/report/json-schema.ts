import { z } from 'zod';
import { encodeJson } from './encode-json.ts';

/** A zod schema as the text of a JSON Schema file (draft 2020-12). */
export function jsonSchemaText(schema: z.ZodType): string {
  return encodeJson(z.toJSONSchema(schema, { target: 'draft-2020-12' }));
}
