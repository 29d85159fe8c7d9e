import type { CurrentGroup, DesiredGroup } from './group.ts';

/** Every group that the manifests declare. */
export interface DesiredState {
  readonly groups: readonly DesiredGroup[];
}

/** An entry that is not one of the managed groups and has the address of a group that is to be created. */
export interface Elsewhere {
  readonly dn: string;
  readonly addresses: readonly string[];
}

/** A group whose entry does not show all that it holds, so that nothing can be planned for it. */
export interface UnclearGroup {
  readonly dn: string;
  readonly addresses: readonly string[];
  /** What is not clear, after the name of the group, and what to do about it. */
  readonly message: string;
  readonly hint: string;
}

/** Every group that the directory holds under the managed base, read completely. */
export interface CurrentState {
  readonly groups: readonly CurrentGroup[];
  readonly unclear: readonly UnclearGroup[];
  /** What was found outside them; empty until somebody looked. */
  readonly elsewhere: readonly Elsewhere[];
}
