import type { Limit } from '../model/plan.ts';

/** A number with its noun: `1 member`, `2 members`. */
export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** What a safety limit is called. */
export function limitName(limit: Limit): string {
  switch (limit) {
    case 'per-group':
      return 'limit for one group';
    case 'per-run':
      return 'limit for one run';
    case 'deletions':
      return 'limit for deleted groups';
    case 'protected':
      return 'protected group';
  }
}
