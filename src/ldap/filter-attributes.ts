import type { Filter } from './filter-node.ts';

/** The attributes that a filter asks for, as it names them. */
export function attributesIn(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(attributesIn);
    case 'not':
      return attributesIn(filter.filter);
    case 'extensible':
      return filter.attribute === undefined ? [] : [filter.attribute];
    default:
      return [filter.attribute];
  }
}
