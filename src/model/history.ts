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
}

/** A member as one version of a manifest declares it. */
export interface DeclaredMember {
  readonly address: string;
  readonly reason: string | undefined;
}

/** What a commit made of the manifest of a group. */
export interface GroupVersion {
  readonly commit: Commit;
  /** The manifest, as messages show it. */
  readonly file: string;
  /** Undefined when the group is not declared any more. */
  readonly members: readonly DeclaredMember[] | undefined;
}

/** The history of one group along the first parents of a commit. */
export interface GroupHistory {
  /** The oldest first; empty when the address was never declared. */
  readonly versions: readonly GroupVersion[];
  /** Commits whose manifest of the group could not be read; they count as if they had not been. */
  readonly unreadable: readonly Commit[];
  /** The first commit of a shallow clone: what is there already may be older. Undefined for a whole history. */
  readonly begins: string | undefined;
}

/** What one commit did to the members of a group. */
export interface GroupEvent {
  readonly commit: Commit;
  readonly file: string;
  /** Whether the commit declared the group, or took it away, as a whole. */
  readonly group: 'new' | 'gone' | 'same';
  readonly joins: readonly DeclaredMember[];
  /** With the reasons that they had. */
  readonly leaves: readonly DeclaredMember[];
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
