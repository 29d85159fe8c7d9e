import { z } from 'zod';
import type { Attribute } from '../model/entry.ts';
import type { Modification, Operation } from '../model/operation.ts';
import { type JsonValue, jsonValue, valueSchema } from './value-schema.ts';

/** An attribute with its values in JSON. */
export interface JsonAttribute {
  readonly name: string;
  readonly values: readonly JsonValue[];
}

/** One LDAP request in JSON. */
export type JsonOperation =
  | { readonly kind: 'add'; readonly dn: string; readonly attributes: readonly JsonAttribute[] }
  | { readonly kind: 'modify'; readonly dn: string; readonly modifications: readonly JsonModification[] }
  | { readonly kind: 'delete'; readonly dn: string }
  | {
      readonly kind: 'rename';
      readonly dn: string;
      readonly newRdn: string;
      readonly deleteOldRdn: boolean;
      /** Missing for an entry that stays below the same one. */
      readonly newSuperior?: string | undefined;
    };

/** One change to one attribute in JSON. */
export interface JsonModification {
  readonly kind: Modification['kind'];
  readonly attribute: string;
  readonly values: readonly JsonValue[];
}

const attributeSchema: z.ZodType<JsonAttribute> = z.strictObject({ name: z.string(), values: z.array(valueSchema) });

const modificationSchema: z.ZodType<JsonModification> = z.strictObject({
  kind: z.enum(['add', 'delete', 'replace', 'increment']),
  attribute: z.string(),
  values: z.array(valueSchema),
});

/** The schema of `JsonOperation`. */
export const operationSchema: z.ZodType<JsonOperation> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('add'), dn: z.string(), attributes: z.array(attributeSchema) }),
    z.strictObject({ kind: z.literal('modify'), dn: z.string(), modifications: z.array(modificationSchema) }),
    z.strictObject({ kind: z.literal('delete'), dn: z.string() }),
    z.strictObject({
      kind: z.literal('rename'),
      dn: z.string(),
      newRdn: z.string(),
      deleteOldRdn: z.boolean(),
      newSuperior: z.string().optional().describe('Missing for an entry that stays below the same one.'),
    }),
  ])
  .meta({ id: 'Operation', description: 'One LDAP write request (RFC 4511).' });

/** A request as JSON carries it. */
export function jsonOperation(operation: Operation): JsonOperation {
  const { dn } = operation;
  switch (operation.kind) {
    case 'add':
      return { kind: 'add', dn, attributes: operation.attributes.map(jsonAttribute) };
    case 'modify':
      return { kind: 'modify', dn, modifications: operation.modifications.map(jsonModification) };
    case 'delete':
      return { kind: 'delete', dn };
    case 'rename': {
      const { newRdn, deleteOldRdn, newSuperior } = operation;
      return { kind: 'rename', dn, newRdn, deleteOldRdn, ...(newSuperior === undefined ? {} : { newSuperior }) };
    }
  }
}

function jsonAttribute({ name, values }: Attribute): JsonAttribute {
  return { name, values: values.map(jsonValue) };
}

function jsonModification({ kind, attribute, values }: Modification): JsonModification {
  return { kind, attribute, values: values.map(jsonValue) };
}
