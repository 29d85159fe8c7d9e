import type { Filter } from './filter-node.ts';

/** A query of the settings: a complete search whose answer are members. */
export interface MemberQuery {
  readonly name: string;
  readonly base: string;
  readonly filter: Filter;
  /** Holds the address of the member. */
  readonly attribute: string;
  /** The most and the fewest members that it may answer. */
  readonly limit: number;
  readonly minimum: number;
  /** What several values in one entry mean: `one` refuses them, with `all` each is a member. */
  readonly values: 'one' | 'all';
}
