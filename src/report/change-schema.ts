import { z } from 'zod';
import { type Change, dnAfter } from '../model/change.ts';
import { viewChange } from './change-view.ts';
import { type JsonValue, jsonValue, valueSchema } from './value-schema.ts';

/** What is to happen to one group, in JSON. */
export interface JsonChange {
  readonly kind: Change['kind'];
  readonly address: string;
  readonly dn: string;
  /** The address that the group had, and the DN that its entry gets; null for a group that keeps its address. */
  readonly rename: { readonly from: string; readonly dn: string } | null;
  /** The manifest; null for a group that has none any more. */
  readonly file: string | null;
  readonly members: {
    readonly add: readonly {
      readonly value: JsonValue;
      readonly reason: string | null;
      readonly via: readonly string[];
      readonly query: string | null;
    }[];
    readonly remove: readonly JsonValue[];
  };
  readonly aliases: { readonly add: readonly JsonValue[]; readonly remove: readonly JsonValue[] };
  readonly attributes: readonly {
    readonly name: string;
    readonly before: readonly JsonValue[];
    readonly after: readonly JsonValue[];
  }[];
}

const values = z.array(valueSchema);

/** The schema of `JsonChange`. */
export const changeSchema: z.ZodType<JsonChange> = z
  .strictObject({
    kind: z.enum(['create', 'update', 'delete']),
    address: z.string(),
    dn: z.string(),
    rename: z
      .strictObject({ from: z.string(), dn: z.string() })
      .nullable()
      .describe('The address that the group had, and the DN that its entry gets; null when it keeps its address.'),
    file: z.string().nullable().describe('The manifest; null for a group that has none any more.'),
    members: z.strictObject({
      add: z.array(
        z.strictObject({
          value: valueSchema,
          reason: z.string().nullable(),
          via: z.array(z.string()).describe('The groups through which the member comes, the included one first.'),
          query: z.string().nullable().describe('The query that answers it; null for a member that a manifest names.'),
        }),
      ),
      remove: values.describe('Exactly as stored; every member when the group is deleted.'),
    }),
    aliases: z.strictObject({ add: values, remove: values }),
    attributes: z.array(z.strictObject({ name: z.string(), before: values, after: values })),
  })
  .meta({ id: 'Change', description: 'What is to happen to one group.' });

/** A change as JSON carries it. */
export function jsonChange(change: Change): JsonChange {
  const view = viewChange(change);
  return {
    kind: change.kind,
    address: change.address,
    dn: change.dn,
    rename: view.rename === undefined ? null : { from: view.rename.from, dn: dnAfter(change) },
    file: change.kind === 'delete' ? null : change.desired.file,
    members: {
      add: view.joins.map(({ value, reason, via, query }) => ({
        ...{ value: jsonValue(value), reason: reason ?? null, via, query: query ?? null },
      })),
      remove: view.leaves.map(({ value }) => jsonValue(value)),
    },
    aliases: { add: view.newAliases.map(jsonValue), remove: view.goneAliases.map(jsonValue) },
    attributes: view.attributes.map(({ attribute, before, after }) => ({
      name: attribute,
      before: before.map(jsonValue),
      after: after.map(jsonValue),
    })),
  };
}
