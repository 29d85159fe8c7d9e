import type { Value } from '../model/entry.ts';
import type { ComparisonFilter, ExtensibleFilter, Filter, SubstringsFilter } from './filter-node.ts';
import { hexPair } from './utf8.ts';

export type {
  ComparisonFilter,
  ExtensibleFilter,
  Filter,
  NotFilter,
  PresentFilter,
  SetFilter,
  SubstringsFilter,
} from './filter-node.ts';
export { type FilterProblem, type ParsedFilter, parseFilter } from './filter-parse.ts';

/** Entries that have the value. */
export function equals(attribute: string, value: Value): Filter {
  return { kind: 'equals', attribute, value };
}

/** Entries that have the attribute. */
export function present(attribute: string): Filter {
  return { kind: 'present', attribute };
}

/** Entries that all the filters match. */
export function and(...filters: readonly Filter[]): Filter {
  return { kind: 'and', filters };
}

/** Entries that one of the filters matches. */
export function or(...filters: readonly Filter[]): Filter {
  return { kind: 'or', filters };
}

/** The RFC 4515 text of a filter. */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return `(&${filter.filters.map(formatFilter).join('')})`;
    case 'or':
      return `(|${filter.filters.map(formatFilter).join('')})`;
    case 'not':
      return `(!${formatFilter(filter.filter)})`;
    case 'present':
      return `(${filter.attribute}=*)`;
    case 'substrings':
      return `(${filter.attribute}=${formatSubstrings(filter)})`;
    case 'extensible':
      return `(${formatExtensible(filter)}:=${escapeFilterValue(filter.value)})`;
    default:
      return `(${filter.attribute}${signs[filter.kind]}${escapeFilterValue(filter.value)})`;
  }
}

/** A value with `NUL`, parentheses, `*`, `\` and every byte that is not UTF-8 escaped (RFC 4515 §3). */
export function escapeFilterValue(value: Value): string {
  if (typeof value !== 'string') return Array.from(value, (byte) => `\\${hexPair(byte)}`).join('');
  return value.replace(/[\u0000()*\\]/g, (character) => `\\${hexPair(character.charCodeAt(0))}`);
}

const signs: Readonly<Record<ComparisonFilter['kind'], string>> = {
  equals: '=',
  greaterOrEqual: '>=',
  lessOrEqual: '<=',
  approx: '~=',
};

function formatSubstrings(filter: SubstringsFilter): string {
  const pieces = [filter.initial ?? '', ...filter.any, filter.final ?? ''];
  return pieces.map(escapeFilterValue).join('*');
}

function formatExtensible(filter: ExtensibleFilter): string {
  const rule = filter.rule === undefined ? '' : `:${filter.rule}`;
  return `${filter.attribute ?? ''}${filter.dnAttributes ? ':dn' : ''}${rule}`;
}
