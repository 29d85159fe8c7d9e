import type { Filter } from '../ldap/filter.ts';
import { bytesOfValue } from '../ldap/utf8.ts';
import type { Value } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import {
  AndFilter,
  ApproximateFilter,
  EqualityFilter,
  ExtensibleFilter,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
  type WireFilter,
} from './ldap-library.ts';

const comparisons = {
  greaterOrEqual: GreaterThanEqualsFilter,
  lessOrEqual: LessThanEqualsFilter,
  approx: ApproximateFilter,
} as const;

/** A filter as the client library sends it. */
export function wireFilter(filter: Filter): WireFilter {
  switch (filter.kind) {
    case 'and':
      return new AndFilter({ filters: filter.filters.map(wireFilter) });
    case 'or':
      return new OrFilter({ filters: filter.filters.map(wireFilter) });
    case 'not':
      return new NotFilter({ filter: wireFilter(filter.filter) });
    case 'present':
      return new PresenceFilter({ attribute: filter.attribute });
    case 'equals':
      return new EqualityFilter({ attribute: filter.attribute, value: Buffer.from(bytesOfValue(filter.value)) });
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'approx':
      return new comparisons[filter.kind]({ attribute: filter.attribute, value: textOf(filter.value) });
    case 'substrings': {
      const { attribute, initial, any, final } = filter;
      return new SubstringFilter({
        attribute,
        initial: initial === undefined ? '' : textOf(initial),
        any: any.map(textOf),
        final: final === undefined ? '' : textOf(final),
      });
    }
    case 'extensible':
      return new ExtensibleFilter({
        matchType: filter.attribute ?? '',
        rule: filter.rule ?? '',
        dnAttributes: filter.dnAttributes,
        value: textOf(filter.value),
      });
  }
}

function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  throw new Failure('input', 'a filter compares with bytes that are not text', 'Use text in directory.filter.');
}
