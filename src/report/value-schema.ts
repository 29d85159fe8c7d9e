import { z } from 'zod';
import type { Value } from '../model/entry.ts';
import { base64 } from './show-value.ts';

/** An attribute value in JSON: text, or bytes that are not UTF-8 as `{ "base64": "…" }`. */
export type JsonValue = string | { readonly base64: string };

/** The schema of `JsonValue`. */
export const valueSchema: z.ZodType<JsonValue> = z
  .union([z.string(), z.strictObject({ base64: z.string() })])
  .meta({ id: 'Value', description: 'An attribute value: text, or bytes that are not UTF-8 in base64.' });

/** A value as JSON carries it. */
export function jsonValue(value: Value): JsonValue {
  return typeof value === 'string' ? value : { base64: base64(value) };
}
