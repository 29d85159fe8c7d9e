import type { DesiredGroup } from './group.ts';
import type { MailEffects } from './mail-effect.ts';
import type { UpcomingChange } from './upcoming.ts';

/** A member that joins, with the manifest's reason; or one that leaves, with the reason it had. */
export interface ComparedMember {
  readonly address: string;
  readonly reason: string | undefined;
  /** The groups through which it comes or came, the included one first; none for a member of the manifest's own. */
  readonly via: readonly string[];
  /** Queries that may answer it on the other side: nobody asked them, so it may have been there, or may stay. */
  readonly unsure: readonly string[];
}

/** A key of a manifest that has another value; nothing stands for an absent one. */
export interface KeyChange {
  /** As manifests name it: `description`, `enabled`, `address` for a renamed group; `attributes.telephoneNumber` for a further attribute. */
  readonly key: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A group that was not declared before. */
export interface NewGroup {
  readonly kind: 'new';
  readonly group: DesiredGroup;
  /** The address of a group that goes and looks like this one: of the same file, or with half of its members. */
  readonly formerly: string | undefined;
}

/** A group that is not declared any more. */
export interface GoneGroup {
  readonly kind: 'gone';
  readonly group: DesiredGroup;
  /** The address of a new group that looks like this one. */
  readonly becomes: string | undefined;
}

/** A group that is declared otherwise than before. */
export interface ChangedGroup {
  readonly kind: 'changed';
  readonly before: DesiredGroup;
  readonly after: DesiredGroup;
  /** Whether it had an address that another group has now. */
  readonly isPassedOn: boolean;
  readonly joins: readonly ComparedMember[];
  readonly leaves: readonly ComparedMember[];
  readonly aliases: { readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly keys: readonly KeyChange[];
}

/** What became of one group between two revisions. */
export type GroupComparison = NewGroup | GoneGroup | ChangedGroup;

/** An address that is spelled otherwise and still the same. */
export interface Respelling {
  /** The group's address. */
  readonly address: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two desired states. */
export interface Comparison {
  /** In the order of addresses. */
  readonly changes: readonly GroupComparison[];
  readonly spelling: readonly Respelling[];
  /** Groups whose manifest could not be read at the base, so that nobody can tell what changes in them. */
  readonly unclear: readonly DesiredGroup[];
  /** What changes for mail through groups in groups; undefined when nobody looked. */
  readonly mail: MailEffects | undefined;
  /** Who becomes or ceases to be a member in the next days, as far as the base does not say the same. */
  readonly upcoming: readonly UpcomingChange[];
  readonly summary: ComparisonSummary;
}

/**
 * How much differs. A member of a new group joins, one of a gone group leaves. Who may have been there, or may stay, by a
 * query that nobody asked, is counted apart.
 */
export interface ComparisonSummary {
  readonly new: number;
  readonly changed: number;
  readonly gone: number;
  readonly unchanged: number;
  readonly unclear: number;
  readonly joins: number;
  readonly leaves: number;
  readonly mayJoin: number;
  readonly mayLeave: number;
}

/** What is compared: commits by their hashes, and notes about them as sentences. */
export interface ComparedRevisions {
  readonly base: string;
  /** Undefined for the files as they lie in the working tree. */
  readonly head: string | undefined;
  readonly notes: readonly string[];
}
