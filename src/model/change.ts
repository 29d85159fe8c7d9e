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

/** A group that is in the directory and differs from its manifest. */
export interface UpdateGroup {
  readonly kind: 'update';
  readonly address: string;
  readonly dn: string;
  readonly desired: DesiredGroup;
  readonly current: CurrentGroup;
  readonly members: ValueChange;
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
