import type { Value } from '../model/entry.ts';

/** A filter with parts; without any, `and` is always true and `or` is always false (RFC 4526). */
export interface SetFilter {
  readonly kind: 'and' | 'or';
  readonly filters: readonly Filter[];
}

/** The opposite of a filter. */
export interface NotFilter {
  readonly kind: 'not';
  readonly filter: Filter;
}

/** An attribute compared with one value. */
export interface ComparisonFilter {
  readonly kind: 'equals' | 'greaterOrEqual' | 'lessOrEqual' | 'approx';
  readonly attribute: string;
  readonly value: Value;
}

/** An attribute that an entry has at all. */
export interface PresentFilter {
  readonly kind: 'present';
  readonly attribute: string;
}

/** An attribute compared with the pieces between asterisks; at least one of them is there. */
export interface SubstringsFilter {
  readonly kind: 'substrings';
  readonly attribute: string;
  readonly initial?: Value;
  readonly any: readonly Value[];
  readonly final?: Value;
}

/** A comparison by a named matching rule; at least one of `attribute` and `rule` is there. */
export interface ExtensibleFilter {
  readonly kind: 'extensible';
  readonly attribute?: string;
  readonly rule?: string;
  readonly dnAttributes: boolean;
  readonly value: Value;
}

/** An LDAP search filter (RFC 4511 §4.5.1.7). */
export type Filter = SetFilter | NotFilter | ComparisonFilter | PresentFilter | SubstringsFilter | ExtensibleFilter;
