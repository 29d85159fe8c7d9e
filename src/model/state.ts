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

/** Every group that the directory holds under the managed base, read completely. */
export interface CurrentState {
  readonly groups: readonly CurrentGroup[];
  /** What was found outside them; empty until somebody looked. */
  readonly elsewhere: readonly Elsewhere[];
}
