import { z } from 'zod';
import type { ComparisonSummary, GroupComparison } from '../model/comparison.ts';
import type { UpcomingChange } from '../model/upcoming.ts';
import { type JsonMail, mailSchema } from './mail-effects-json.ts';
import { upcomingSchema } from './upcoming-schema.ts';

/** A member in JSON. */
export interface JsonMember {
  readonly address: string;
  /** As the manifest gives it; null when it gives none. */
  readonly reason: string | null;
  /** The groups through which it comes or came, the included one first. */
  readonly via: readonly string[];
  /** Queries that may answer it on the other side. */
  readonly unsure: readonly string[];
}

/** What became of one group, in JSON. */
export interface JsonGroup {
  readonly kind: GroupComparison['kind'];
  readonly address: string;
  /** The manifest: that of the head, or of the base for a gone group. */
  readonly file: string;
  /** For a new group the gone one, and for a gone group the new one, that looks like the same. */
  readonly like: string | null;
  readonly joins: readonly JsonMember[];
  readonly leaves: readonly JsonMember[];
  readonly aliases: { readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly keys: readonly {
    readonly key: string;
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
}

/** A comparison in JSON, format `rollcall.diff`, version 1. */
export interface DiffDocument {
  readonly format: 'rollcall.diff';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly base: string;
  readonly head: string | null;
  readonly summary: ComparisonSummary;
  readonly groups: readonly JsonGroup[];
  readonly spelling: readonly { readonly address: string; readonly before: string; readonly after: string }[];
  readonly unclear: readonly { readonly address: string; readonly file: string }[];
  readonly mail: JsonMail | null;
  readonly upcoming: readonly UpcomingChange[];
  readonly notes: readonly string[];
}

const text = z.string();
const texts = z.array(text);
const number = z.int().min(0);
const members = z.array(
  z
    .strictObject({
      address: text,
      reason: text.nullable().describe('As the manifest gives it.'),
      via: texts.describe('The groups through which it comes or came, the included one first.'),
      unsure: texts.describe(
        'Queries that may answer it on the other side, so that it may have been there, or may stay; only the directory knows.',
      ),
    })
    .meta({ id: 'Member' }),
);

/** The schema of a comparison; `schema/diff.schema.json` is generated from it. */
export const diffSchema: z.ZodType<DiffDocument> = z
  .strictObject({
    format: z.literal('rollcall.diff'),
    version: z.literal(1),
    tool: text,
    base: text.describe('The hash of the commit that is compared with.'),
    head: text.nullable().describe('The hash of the other commit; null for the files of the working tree.'),
    summary: z
      .strictObject({
        ...{ new: number, changed: number, gone: number, unchanged: number, unclear: number },
        ...{ joins: number, leaves: number, mayJoin: number, mayLeave: number },
      })
      .describe(
        'A member of a new group joins, one of a gone group leaves. Who may have been there or may stay by a query is counted apart.',
      ),
    groups: z.array(
      z.strictObject({
        kind: z.enum(['new', 'gone', 'changed']),
        address: text,
        file: text.describe('The manifest: that of the head, or of the base for a gone group.'),
        like: text
          .nullable()
          .describe('For a new group the gone one, and for a gone group the new one, that looks like the same.'),
        joins: members,
        leaves: members.describe('With the reasons that they had.'),
        aliases: z.strictObject({ add: texts, remove: texts }),
        keys: z
          .array(z.strictObject({ key: text, before: texts, after: texts }))
          .describe('Other keys of the manifest; no value stands for an absent key. Of changed groups only.'),
      }),
    ),
    spelling: z
      .array(z.strictObject({ address: text, before: text, after: text }))
      .describe('Addresses that are spelled otherwise and still the same; not counted as changes.'),
    unclear: z
      .array(z.strictObject({ address: text, file: text }))
      .describe('Groups that are not compared, because their manifest was not valid at the base.'),
    mail: mailSchema,
    upcoming: upcomingSchema,
    notes: texts,
  })
  .meta({ title: 'Rollcall diff', description: 'Who joins and who leaves which group between two revisions.' });
