import type { CurrentGroup, DesiredGroup } from './group.ts';

/** Every group that the manifests declare. */
export interface DesiredState {
  readonly groups: readonly DesiredGroup[];
}

/** Every group that the directory holds under the managed base, read completely. */
export interface CurrentState {
  readonly groups: readonly CurrentGroup[];
}
