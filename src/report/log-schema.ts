import { z } from 'zod';
import type { GroupEvent, Person } from '../model/history.ts';

/** A commit in JSON. */
export interface JsonCommit {
  readonly hash: string;
  readonly date: string;
  readonly author: Person;
  readonly writers: readonly Person[];
  readonly subject: string;
  readonly title: string | null;
  readonly pullRequest: number | null;
}

interface JsonLogMember {
  readonly address: string;
  readonly reason: string | null;
}

/** The history of a group in JSON, format `rollcall.log`, version 1. */
export interface LogDocument {
  readonly format: 'rollcall.log';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  readonly group: string;
  readonly member: string | null;
  readonly file: string;
  readonly declared: boolean;
  readonly head: string;
  readonly begins: string | null;
  readonly members: readonly (JsonLogMember & { readonly added: string; readonly removed: string | null })[];
  readonly events: readonly {
    readonly commit: JsonCommit;
    readonly file: string;
    readonly group: GroupEvent['group'];
    readonly formerly: string | null;
    readonly joins: readonly JsonLogMember[];
    readonly leaves: readonly JsonLogMember[];
    readonly sources: GroupEvent['sources'];
  }[];
  readonly unreadable: readonly string[];
}

const text = z.string();
const reason = text.nullable().describe('As the manifest gives it.');
const members = z.array(z.strictObject({ address: text, reason }).meta({ id: 'Member' }));

const sources = z.array(z.strictObject({ kind: z.enum(['group', 'query']), name: text }).meta({ id: 'MemberSource' }));

const person = z.strictObject({ name: text, email: text }).meta({ id: 'Person' });

/** The schema of `JsonCommit`. */
export const commitSchema: z.ZodType<JsonCommit> = z
  .strictObject({
    hash: text,
    date: text.describe('When it was written, with its time zone (ISO 8601).'),
    author: person,
    writers: z
      .array(person)
      .describe('Who wrote what a merge brought to the manifest; empty for other commits, and where it is not known.'),
    subject: text,
    title: text.nullable().describe('Title of the pull request that a merge commit names in its body.'),
    pullRequest: z.int().min(0).nullable().describe('The number in "(#12)" or "Merge pull request #12".'),
  })
  .meta({ id: 'Commit' });

/** The schema of a log; `schema/log.schema.json` is generated from it. */
export const logSchema: z.ZodType<LogDocument> = z
  .strictObject({
    format: z.literal('rollcall.log'),
    version: z.literal(1),
    tool: text,
    group: text,
    member: text.nullable().describe('The member that was asked for; null for all.'),
    file: text.describe('The manifest that declares the group, or was the last to do so.'),
    declared: z.boolean().describe('Whether the group is still declared.'),
    head: text.describe('The hash of the commit up to which the history goes.'),
    begins: text.nullable().describe('The first commit of a shallow clone: what is there already may be older.'),
    members: z
      .array(
        z.strictObject({
          ...{ address: text, reason },
          added: text.describe('The hash of the commit that added the member last.'),
          removed: text.nullable().describe('The hash of the commit that removed it; null for a member.'),
        }),
      )
      .describe('Members, then former members.'),
    events: z
      .array(
        z.strictObject({
          commit: commitSchema,
          file: text,
          group: z.enum(['new', 'gone', 'same']).describe('Whether the commit declared the group, or took it away.'),
          formerly: text.nullable().describe('The address that the group had before; null when it kept it.'),
          joins: members,
          leaves: members,
          sources: z
            .strictObject({ add: sources, remove: sources })
            .describe('What brings further members since this commit, and what does not any more.'),
        }),
      )
      .describe('The newest first.'),
    unreadable: z.array(text).describe('Hashes of commits whose manifest was not valid; they are passed over.'),
  })
  .meta({ title: 'Rollcall log', description: 'Who put each member into a group, and who took it out.' });
