import { z } from 'zod';
import type { MailReport } from '../model/mail-report.ts';

/** One address in the tree of an expansion in JSON. */
export interface JsonMailNode {
  readonly address: string;
  readonly value: string | null;
  readonly kind: 'group' | 'recipient';
  readonly by: 'address' | 'extension' | 'domain' | null;
  readonly groups: readonly string[];
  readonly unresolved: 'itself' | 'empty group' | 'disabled group' | 'hyphen' | null;
  readonly query: string | null;
  readonly size: number;
  readonly cut: 'shown before' | 'deep' | 'at fault' | null;
  readonly children: readonly JsonMailNode[];
}

/** Where mail to an address goes in JSON, format `rollcall.expand`, version 1. */
export interface ExpandDocument {
  readonly format: 'rollcall.expand';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly address: string;
  readonly views: readonly {
    readonly source: 'manifests' | 'directory';
    readonly place: string;
    readonly verdict: 'delivered' | 'deferred' | 'not found';
    readonly silent: 'empty group' | 'disabled group' | 'hyphen' | null;
    readonly deferral: JsonDeferral | null;
    readonly recipients: readonly {
      readonly address: string;
      readonly path: readonly string[];
      readonly unresolved: JsonMailNode['unresolved'];
    }[];
    readonly limits: MailReport['views'][number]['limits'];
    readonly tree: JsonMailNode | null;
    readonly shared: MailReport['views'][number]['shared'];
    readonly unanswered: readonly string[];
  }[];
  readonly difference: { readonly manifests: readonly string[]; readonly directory: readonly string[] } | null;
}

/** Why nobody gets a mail, in JSON. */
export interface JsonDeferral {
  readonly reason: 'recipients' | 'nesting' | 'loop' | 'length' | 'blank' | 'unreadable';
  readonly path: readonly string[];
}

const text = z.string();
const texts = z.array(text);
const unresolved = z
  .enum(['itself', 'empty group', 'disabled group', 'hyphen'])
  .nullable()
  .describe('Why it may not be a mailbox, or is refused; mail to it then bounces.');

/** The schema of a deferral; other reports have it too. */
export const deferralSchema: z.ZodType<JsonDeferral> = z
  .strictObject({
    reason: z.enum(['recipients', 'nesting', 'loop', 'length', 'blank', 'unreadable']),
    path: texts.describe(
      'From the address that was asked for to the one at fault; the last one of a loop stands in it twice.',
    ),
  })
  .meta({ id: 'Deferral' });

const node: z.ZodType<JsonMailNode> = z
  .strictObject({
    address: text,
    value: text.nullable().describe('The stored value that it came from, when that is written otherwise.'),
    kind: z.enum(['group', 'recipient']),
    by: z.enum(['address', 'extension', 'domain']).nullable().describe('Whether the whole address was found.'),
    groups: texts.describe('Who answers for it, when that is not one group of the same name.'),
    unresolved,
    query: text.nullable().describe('The query of the settings that makes it a member of the group above.'),
    size: z.int().min(0).describe('Recipients below it, duplicates counted.'),
    cut: z
      .enum(['shown before', 'deep', 'at fault'])
      .nullable()
      .describe('Why it has no children here; Postfix gives up at the one at fault.'),
    get children(): z.ZodType<readonly JsonMailNode[]> {
      return z.array(node);
    },
  })
  .meta({ id: 'MailNode' });

const limit = z
  .strictObject({
    used: z.int().min(0),
    atLeast: z.boolean().describe('Whether counting ended there.'),
    limit: z.int().min(0).describe('The most that is still delivered.'),
  })
  .meta({ id: 'Limit' });

/** The schema of an expansion; `schema/expand.schema.json` is generated from it. */
export const expandSchema: z.ZodType<ExpandDocument> = z
  .strictObject({
    format: z.literal('rollcall.expand'),
    version: z.literal(1),
    tool: text,
    address: text,
    views: z.array(
      z.strictObject({
        source: z.enum(['manifests', 'directory']),
        place: text,
        verdict: z.enum(['delivered', 'deferred', 'not found']),
        silent: z
          .enum(['empty group', 'disabled group', 'hyphen'])
          .nullable()
          .describe('Why the group of the address gets no mail.'),
        deferral: deferralSchema.nullable().describe('Why nobody gets it.'),
        recipients: z.array(
          z.strictObject({ address: text, path: texts.describe('From the address that was asked for.'), unresolved }),
        ),
        limits: z.strictObject({ recipients: limit, nesting: limit, length: limit }),
        tree: node.nullable().describe('Only with --explain.'),
        shared: z
          .array(z.strictObject({ address: text, mode: z.enum(['additive', 'ignored']) }))
          .describe('Groups in it whose manifest does not decide alone about the members.'),
        unanswered: texts.describe('Queries of groups in it that were not asked, so that there may be more members.'),
      }),
    ),
    difference: z
      .strictObject({ manifests: texts, directory: texts })
      .nullable()
      .describe('Who gets it by one source alone, when both were read.'),
  })
  .meta({ title: 'Rollcall expansion', description: 'Where mail to an address goes, by the rules of Postfix.' });
