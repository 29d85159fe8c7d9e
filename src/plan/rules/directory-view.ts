import type { Value } from '../../model/entry.ts';
import type { DesiredGroup } from '../../model/group.ts';
import type { Mailboxes } from './mailboxes.ts';

/** Why values that no manifest declares stay in a group. */
export type WhyLeft = 'unmanaged' | 'additive' | 'ignored' | 'held' | 'conflict';

/** A group of the directory, as the plan leaves it. */
export interface StoredGroup {
  readonly dn: string;
  readonly address: string;
  /** `address` among them. */
  readonly addresses: readonly string[];
  readonly members: readonly Value[];
  /** The manifest that declares one of its addresses. */
  readonly desired: DesiredGroup | undefined;
  readonly why: WhyLeft;
}

/** An entry with the addresses that it answers for. */
export type AnsweringEntry = Pick<StoredGroup, 'dn' | 'addresses' | 'desired'>;

/** The directory as a plan leaves it, and what else was read of it. */
export interface DirectoryView {
  readonly groups: readonly StoredGroup[];
  /** All entries that answer for addresses: the groups, and those that do not show all they hold. */
  readonly entries: readonly AnsweringEntry[];
  /** Entries that contradict each other or the manifests, which is told as a conflict: their DNs. */
  readonly conflicts: readonly (readonly string[])[];
  /** Whether a group answers for an address, or for it without its extension, or for its domain. */
  readonly hasGroup: (address: string) => boolean;
  /** Undefined when nobody said where the accounts are, or no rule needs them. */
  readonly mailboxes: Mailboxes | undefined;
}
