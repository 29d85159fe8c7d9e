import type { Attribute, Value } from './entry.ts';

/** One change to one attribute inside a modify request (RFC 4511 §4.6; increment is RFC 4525). */
export interface Modification {
  readonly kind: 'add' | 'delete' | 'replace' | 'increment';
  readonly attribute: string;
  readonly values: readonly Value[];
}

/** Creates an entry (RFC 4511 §4.7). */
export interface AddOperation {
  readonly kind: 'add';
  readonly dn: string;
  readonly attributes: readonly Attribute[];
}

/** Changes attributes of one entry, atomically and in order (RFC 4511 §4.6). */
export interface ModifyOperation {
  readonly kind: 'modify';
  readonly dn: string;
  readonly modifications: readonly Modification[];
}

/** Removes a leaf entry (RFC 4511 §4.8). */
export interface DeleteOperation {
  readonly kind: 'delete';
  readonly dn: string;
}

/** Renames or moves an entry (RFC 4511 §4.9). */
export interface RenameOperation {
  readonly kind: 'rename';
  readonly dn: string;
  readonly newRdn: string;
  readonly deleteOldRdn: boolean;
  readonly newSuperior?: string;
}

/** One LDAP write request. */
export type Operation = AddOperation | ModifyOperation | DeleteOperation | RenameOperation;
