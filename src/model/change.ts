import type { Attribute, Value } from './entry.ts';
import type { CurrentGroup, DesiredGroup } from './group.ts';

/** Values to take out, exactly as stored, and values to put in. */
export interface ValueChange {
  readonly remove: readonly Value[];
  readonly add: readonly string[];
}

/** A further attribute that must end up with other values. */
export interface AttributeChange {
  readonly attribute: string;
  readonly before: readonly Value[];
  readonly after: readonly string[];
}

/** A group that is declared and not in the directory. */
export interface CreateGroup {
  readonly kind: 'create';
  readonly address: string;
  readonly dn: string;
  readonly desired: DesiredGroup;
  readonly attributes: readonly Attribute[];
}

/**
 * A group that is known by another address from now on. Where its entry is named by the former one, the entry is renamed
 * (RFC 4511 §4.9); elsewhere the address is a value like others.
 */
export interface Rename {
  /** The address that it was known by. */
  readonly from: string;
  /** Whether another group gets that address in the same plan, so that mail to it goes to other people. */
  readonly isPassedOn: boolean;
  /** Undefined when the entry keeps its name. */
  readonly entry: EntryRename | undefined;
}

/** The new name of an entry, and what leads back to the old one. */
export interface EntryRename {
  /** The DN that it has afterwards. */
  readonly dn: string;
  readonly newRdn: string;
  readonly deleteOldRdn: boolean;
  readonly oldRdn: string;
  /** Whether the value that the entry is named by afterwards was not there before. */
  readonly isNewValue: boolean;
}

/** A group that is in the directory and differs from its manifest. */
export interface UpdateGroup {
  readonly kind: 'update';
  readonly address: string;
  readonly dn: string;
  readonly desired: DesiredGroup;
  readonly current: CurrentGroup;
  /** Undefined for a group that keeps its address. */
  readonly rename: Rename | undefined;
  readonly members: ValueChange;
  /** What differs once the entry is renamed. */
  readonly aliases: ValueChange;
  readonly attributes: readonly AttributeChange[];
}

/** A group that is in the directory and must go. */
export interface DeleteGroup {
  readonly kind: 'delete';
  readonly address: string;
  readonly dn: string;
  readonly current: CurrentGroup;
}

/** One logical difference between the desired and the current state: all that is to happen to one group. */
export type Change = CreateGroup | UpdateGroup | DeleteGroup;

/** The DN of the entry once the change is made; of a deleted one, the DN that it had. */
export function dnAfter(change: Change): string {
  return (change.kind === 'update' ? change.rename?.entry?.dn : undefined) ?? change.dn;
}
