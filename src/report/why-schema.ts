import { z } from 'zod';
import { deferralSchema, type JsonDeferral } from './expand-schema.ts';

/** The groups that lead to an address in JSON, format `rollcall.why`, version 1. */
export interface WhyDocument {
  readonly format: 'rollcall.why';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly address: string;
  readonly views: readonly {
    readonly source: 'manifests' | 'directory';
    readonly place: string;
    readonly ways: readonly (readonly string[])[];
    readonly more: boolean;
    readonly queried: readonly { readonly group: string; readonly query: string }[];
    readonly unanswered: readonly string[];
    readonly open: readonly { readonly group: string; readonly queries: readonly string[] }[];
    readonly deferred: readonly { readonly group: string; readonly deferral: JsonDeferral }[];
  }[];
}

const text = z.string();

/** The schema of the ways to an address; `schema/why.schema.json` is generated from it. */
export const whySchema: z.ZodType<WhyDocument> = z
  .strictObject({
    format: z.literal('rollcall.why'),
    version: z.literal(1),
    tool: text,
    address: text,
    views: z.array(
      z.strictObject({
        source: z.enum(['manifests', 'directory']),
        place: text,
        ways: z.array(z.array(text)).describe('Each from a group to the address, the shorter ones first.'),
        more: z.boolean().describe('Whether there are more that are not listed.'),
        queried: z
          .array(z.strictObject({ group: text, query: text }))
          .describe('The last groups of ways of which a query makes the address a member.'),
        unanswered: z.array(text).describe('Queries that were not asked, so that there may be more ways.'),
        open: z
          .array(z.strictObject({ group: text, queries: z.array(text) }))
          .describe('The groups that take the answers of these queries.'),
        deferred: z
          .array(z.strictObject({ group: text, deferral: deferralSchema }))
          .describe('Groups among them that Postfix puts off, so that nobody gets their mail.'),
      }),
    ),
  })
  .meta({ title: 'Rollcall ways', description: 'The groups that lead to an address.' });
