/** Where the groups were read from. */
export type MailSource = 'manifests' | 'directory';

/**
 * Why a recipient may not be a mailbox: it is a group that does not answer, or one that stays because it is in itself; or why
 * it gets nothing: it begins with a hyphen.
 */
export type Unresolved = 'itself' | 'empty group' | 'disabled group' | 'hyphen';

/** One final recipient of a mail. */
export interface MailRecipient {
  readonly address: string;
  /** From the address that was asked for to the recipient, both included. */
  readonly path: readonly string[];
  readonly unresolved: Unresolved | undefined;
}

/** One address in the tree of an expansion. */
export interface MailNode {
  readonly address: string;
  /** The stored value that it came from, when that is written otherwise. */
  readonly value: string | undefined;
  readonly kind: 'group' | 'recipient';
  /** Whether it is known only without its extension, or only by its domain. */
  readonly by: 'address' | 'extension' | 'domain' | undefined;
  /** The groups that answer for the address, when it is not simply one of the same name. */
  readonly groups: readonly string[];
  readonly unresolved: Unresolved | undefined;
  /** The query of the settings that makes it a member of the group above; undefined when a manifest or the directory names it. */
  readonly query: string | undefined;
  /** Recipients below it, duplicates counted; 1 for a recipient. */
  readonly size: number;
  /** Why nothing is below it: the group was shown before, it is too deep to show, or Postfix gave up there. */
  readonly cut: 'shown before' | 'deep' | 'at fault' | undefined;
  readonly children: readonly MailNode[];
}

/** Why nobody gets a mail, and where: see docs/mail.md. */
export interface MailDeferral {
  readonly reason: 'recipients' | 'nesting' | 'loop' | 'length' | 'blank' | 'unreadable';
  readonly path: readonly string[];
}

/** How much of a limit of Postfix is used up. */
export interface MailLimit {
  readonly used: number;
  /** Whether counting ended there. */
  readonly atLeast: boolean;
  /** The most that is still delivered. */
  readonly limit: number;
}

/** Where mail to an address goes, by the groups of one source. */
export interface MailView {
  readonly source: MailSource;
  /** The folder or the directory, as messages show it. */
  readonly place: string;
  readonly verdict: 'delivered' | 'deferred' | 'not found';
  /** Why the group of the address gets no mail; undefined when none has the address or it answers. */
  readonly silent: Exclude<Unresolved, 'itself'> | undefined;
  readonly deferral: MailDeferral | undefined;
  readonly recipients: readonly MailRecipient[];
  readonly limits: { readonly recipients: MailLimit; readonly nesting: MailLimit; readonly length: MailLimit };
  readonly tree: MailNode;
  /** Groups in it whose manifest does not decide alone about the members. */
  readonly shared: readonly { readonly address: string; readonly mode: 'additive' | 'ignored' }[];
  /** Queries of groups in it that were not asked: there may be more members than are known. */
  readonly unanswered: readonly string[];
}

/** Where mail to an address goes. */
export interface MailReport {
  readonly address: string;
  /** One a source, the manifests first. */
  readonly views: readonly MailView[];
  /** Who gets it by one source alone; undefined when only one was read. */
  readonly difference: { readonly manifests: readonly string[]; readonly directory: readonly string[] } | undefined;
}

/** The ways on which mail comes to an address, by the groups of one source. */
export interface WaysView {
  readonly source: MailSource;
  readonly place: string;
  /** Each from a group to the address, both included; shorter ones first. */
  readonly ways: readonly (readonly string[])[];
  /** Whether there are more that are not listed. */
  readonly more: boolean;
  /** The last groups of ways of which a query of the settings makes the address a member. */
  readonly queried: readonly { readonly group: string; readonly query: string }[];
  /** Queries that were not asked: there may be more ways. */
  readonly unanswered: readonly string[];
  /** The groups that take their answers. */
  readonly open: readonly { readonly group: string; readonly queries: readonly string[] }[];
  /** Groups among them that Postfix puts off, so that nobody gets their mail. */
  readonly deferred: readonly { readonly group: string; readonly deferral: MailDeferral }[];
}

/** The groups that lead to an address. */
export interface WaysReport {
  readonly address: string;
  readonly views: readonly WaysView[];
}
