import { z } from 'zod';
import {
  allCauses,
  type Cause,
  causingCommits,
  type Drift,
  type Queried,
  type StepCauses,
  type UnknownReason,
} from '../model/cause.ts';
import type { PlanCauses, Step } from '../model/plan.ts';
import { jsonCommit } from './log-json.ts';
import type { JsonCommit } from './log-schema.ts';

/** Why one thing differs, in JSON; commits are named by their hashes. */
export type JsonCause =
  | { readonly kind: 'declared' | 'removed'; readonly commit: string }
  | { readonly kind: 'drift'; readonly way: Drift['way']; readonly commit: string | null }
  | { readonly kind: 'uncommitted' | 'spelling' | 'composed' }
  | Queried
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** The causes of a step in JSON; the lists are in the order of those of the change. */
export interface JsonCauses {
  /** Null for a group that stays as it is called. */
  readonly group: JsonCause | null;
  readonly members: JsonValueCauses;
  readonly aliases: JsonValueCauses;
  readonly attributes: readonly JsonCause[];
  /** Who changed the entry last; null when nothing is drift, or the server does not tell. */
  readonly lastChange: { readonly by: string | null; readonly at: string | null } | null;
}

interface JsonValueCauses {
  readonly add: readonly JsonCause[];
  readonly remove: readonly JsonCause[];
}

const text = z.string();

const causeSchema: z.ZodType<JsonCause> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['declared', 'removed']), commit: text }),
    z.strictObject({
      kind: z.literal('drift'),
      way: z.enum(['undeclared', 'vanished', 'returned', 'changed']),
      commit: text.nullable().describe('What declared or removed it; null when that is not known.'),
    }),
    z.strictObject({ kind: z.enum(['uncommitted', 'spelling', 'composed']) }),
    z.strictObject({
      kind: z.literal('queried'),
      query: text,
      way: z
        .enum(['in', 'out', 'gone'])
        .describe('Whether the query answers it, does not, or is not named by the manifest any more.'),
    }),
    z.strictObject({ kind: z.literal('unknown'), reason: z.enum(['shallow', 'partial', 'unreadable']) }),
  ])
  .meta({ id: 'Cause', description: 'Why something differs; commits are named by their hashes.' });

const valueCauses = z.strictObject({ add: z.array(causeSchema), remove: z.array(causeSchema) });

/** The schema of `JsonCauses`. */
export const causesSchema: z.ZodType<JsonCauses> = z
  .strictObject({
    group: causeSchema
      .nullable()
      .describe('Why a group is created, deleted or renamed; null for one that stays as it is called.'),
    members: valueCauses,
    aliases: valueCauses,
    attributes: z.array(causeSchema),
    lastChange: z
      .strictObject({ by: text.nullable(), at: text.nullable() })
      .nullable()
      .describe('Who changed the entry last, which may be about something else; null when nothing is drift.'),
  })
  .meta({ id: 'Causes', description: 'Why a group changes; lists are in the order of those of the change.' });

/** The causes of a step as JSON carries them; null when they were not looked up. */
export function jsonCauses(step: Step, causes: PlanCauses | undefined): JsonCauses | null {
  const found = causes?.steps.get(step);
  if (found === undefined) return null;
  const { group, members, aliases, attributes, lastChange } = found;
  const values = ({ add, remove }: StepCauses['members']): JsonValueCauses => {
    return { add: add.map(jsonCause), remove: remove.map(jsonCause) };
  };
  return {
    group: group === undefined ? null : jsonCause(group),
    members: values(members),
    aliases: values(aliases),
    attributes: attributes.map(jsonCause),
    lastChange: lastChange === undefined ? null : { by: lastChange.by ?? null, at: lastChange.at ?? null },
  };
}

function jsonCause(cause: Cause): JsonCause {
  switch (cause.kind) {
    case 'declared':
    case 'removed':
      return { kind: cause.kind, commit: cause.commit.hash };
    case 'drift':
      return { kind: 'drift', way: cause.way, commit: cause.commit?.hash ?? null };
    case 'queried':
      return { kind: 'queried', query: cause.query, way: cause.way };
    case 'unknown':
      return { kind: 'unknown', reason: cause.reason };
    case 'uncommitted':
    case 'spelling':
    case 'composed':
      return { kind: cause.kind };
  }
}

/** Every commit that is a cause, each once, as JSON carries it. */
export function jsonCommits(causes: PlanCauses | undefined): readonly JsonCommit[] {
  return causingCommits([...(causes?.steps.values() ?? [])].flatMap(allCauses)).map(jsonCommit);
}
