import type { Mode } from './group.ts';

/** Somebody as a commit names them. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** A commit as people know it. Everything but the hash is what somebody wrote, so never to be shown as it is. */
export interface Commit {
  readonly hash: string;
  readonly author: string;
  readonly email: string;
  /** When it was written, with its time zone (ISO 8601). */
  readonly date: string;
  /** First line of the message. */
  readonly subject: string;
  /** Title of the pull request that a merge commit names in its body; undefined elsewhere. */
  readonly title: string | undefined;
  readonly pullRequest: number | undefined;
  /**
   * Who wrote what a merge brought, in the order of their commits, where the author merely merged it. Empty for other commits,
   * and where nobody looked or the clone does not tell.
   */
  readonly writers: readonly Person[];
}

/** A member as one version of a manifest declares it. */
export interface DeclaredMember {
  readonly address: string;
  readonly reason: string | undefined;
}

/** What one version of a manifest declares. Undefined and missing parts are not managed. */
export interface DeclaredGroup {
  readonly address: string;
  readonly members: readonly DeclaredMember[];
  readonly aliases: readonly string[] | undefined;
  readonly previously: readonly string[];
  readonly description: string | undefined;
  readonly enabled: boolean | undefined;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly mode: Mode;
  readonly protected: boolean;
  /** The groups whose members are members here too; those are not among `members`. */
  readonly include: readonly string[];
  /** The query whose answer are members too; those are not among `members`. Undefined for none. */
  readonly query: string | undefined;
}

/** What a commit made of the manifest of a group. */
export interface GroupVersion {
  readonly commit: Commit;
  /** The manifest, as messages show it. */
  readonly file: string;
  /** Undefined when the group is not declared any more. */
  readonly declared: DeclaredGroup | undefined;
  /** Undefined for a commit that is no merge. */
  readonly merge: Merge | undefined;
}

/** A merge as it changed the manifest of one group. */
export interface Merge {
  /** Hash of the commit that something was merged into. */
  readonly into: string;
  /** The manifest after it and before it, from the top of the repository: one path, or two when it was moved. */
  readonly paths: readonly string[];
}

/** A version of a manifest that names the group and is not valid. */
export interface UnreadableVersion {
  readonly commit: Commit;
  readonly text: string;
}

/**
 * Where the history of a group ends, going back: at its `beginning`; where enough was known (`unread`); where a `shallow`
 * clone begins; or at a content that a `partial` clone does not have.
 */
export type HistoryEnd = 'beginning' | 'unread' | 'shallow' | 'partial';

/** The history of one group along the first parents of a commit, as far back as it was read. */
export interface GroupHistory {
  /** The oldest first; empty when nothing changed in what was read. */
  readonly versions: readonly GroupVersion[];
  /** Versions that could not be read; they count as if they had not been. */
  readonly unreadable: readonly UnreadableVersion[];
  /** What was declared before the first of the versions; undefined when the group was not. */
  readonly before: DeclaredGroup | undefined;
  readonly end: HistoryEnd;
  /** The first commit of a shallow clone: what is there already may be older. Undefined for a whole history. */
  readonly begins: string | undefined;
  /** The text of the manifest at the commit; undefined when it does not declare the group. */
  readonly text: string | undefined;
  /** What another commit declared, when it was asked for: the one that is known to have been applied. */
  readonly applied: AppliedGroup | undefined;
  /** All that any stored version of its manifest declares, also beside this history; undefined when nobody looked. */
  readonly contents: readonly DeclaredGroup[] | undefined;
}

/** What the applied commit said of a group. */
export interface AppliedGroup {
  /** Undefined when it did not declare the group. */
  readonly declared: DeclaredGroup | undefined;
}

/** What brings a group members that its manifest does not name: another group, by its address, or a query of the settings. */
export interface MemberSource {
  readonly kind: 'group' | 'query';
  readonly name: string;
}

/** What one commit did to the members of a group. */
export interface GroupEvent {
  readonly commit: Commit;
  readonly file: string;
  /** Whether the commit declared the group, or took it away, as a whole. */
  readonly group: 'new' | 'gone' | 'same';
  /** The address that the group had before this commit; undefined when it kept it. */
  readonly formerly: string | undefined;
  readonly joins: readonly DeclaredMember[];
  /** With the reasons that they had. */
  readonly leaves: readonly DeclaredMember[];
  /** What brings further members since this commit, and what does not any more. */
  readonly sources: { readonly add: readonly MemberSource[]; readonly remove: readonly MemberSource[] };
}

/** Who put a member into a group, and who took it out; of several times, the last. */
export interface Attribution extends DeclaredMember {
  readonly added: Commit;
  /** Undefined for a member that is still declared. */
  readonly removed: Commit | undefined;
}

/** The history of one group, or of one member of it, for a reader. */
export interface GroupLog {
  readonly group: string;
  /** The member that was asked for; undefined for all. */
  readonly member: string | undefined;
  /** The manifest that declares the group, or was the last to do so. */
  readonly file: string;
  readonly declared: boolean;
  /** The commit up to which the history goes. */
  readonly head: string;
  /** The newest first. */
  readonly events: readonly GroupEvent[];
  /** In the order of the manifest, former members after those, the last one gone first. */
  readonly members: readonly Attribution[];
  readonly unreadable: readonly Commit[];
  readonly begins: string | undefined;
}
