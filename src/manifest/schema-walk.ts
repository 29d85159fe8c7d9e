import { z } from 'zod';

/** The keys that a mapping at this path of a schema may have; empty where any key is allowed. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  return [
    ...new Set(
      schemasAt(schema, path).flatMap((found) => (found instanceof z.ZodObject ? Object.keys(found.shape) : [])),
    ),
  ];
}

/** What a node at this path may be, in words: `a text`, `true or false`. */
export function kindsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  return [...new Set(schemasAt(schema, path).map(kindOf))];
}

/** The first example of the schema at this path, when it has one. */
export function exampleAt(schema: z.ZodType, path: readonly PropertyKey[]): unknown {
  let found: z.ZodType[] = [schema];
  for (const step of path) found = found.flatMap(alternatives).flatMap((one) => children(one, step));
  return [...found, ...found.flatMap(alternatives)].map((one) => one.meta()?.['examples']).find(Array.isArray)?.[0];
}

function schemasAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType[] {
  return path.reduce<z.ZodType[]>(
    (found, step) => found.flatMap((one) => children(one, step)).flatMap(alternatives),
    alternatives(schema),
  );
}

/** A schema without its wrappers: every member of a union. */
function alternatives(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return alternatives(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodReadonly)
    return alternatives(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return alternatives(schema.in as z.ZodType);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => alternatives(option as z.ZodType));
  return [schema];
}

function children(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const child: unknown = Object.hasOwn(schema.shape, step) ? schema.shape[String(step)] : undefined;
    return child instanceof z.ZodType ? [child] : [];
  }
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType];
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  return [];
}

function kindOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return 'a text';
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodNumber) return 'a number';
  if (schema instanceof z.ZodArray) return 'a list';
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return 'a mapping';
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.join(', ')}`;
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String).join(' or ');
  return 'another value';
}
