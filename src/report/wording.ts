import type { Exception } from '../model/exception.ts';
import type { Limit } from '../model/plan.ts';
import { showText } from './show-value.ts';

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
    case 'empty':
      return 'group without members';
  }
}

/** An exception to the limits in words: whose it is and how large, and what became of it. The texts in it stay out. */
export function exceptionWords({ kind, removals, used, from, state }: Exception): ExceptionWords {
  const size =
    kind === 'removals' ? `up to ${count(removals, 'removal')}` : `deletion with up to ${count(removals, 'member')}`;
  const use = { used: `${used} used`, unused: 'not used', expired: 'ended, does not count' }[state];
  return { size: `${from}, ${size}`, use };
}

/** The two halves of the words; the last day stands between them. */
export interface ExceptionWords {
  readonly size: string;
  readonly use: string;
}

/** Says which members nobody can know without asking the directory. */
export function unansweredSentence(queries: readonly string[]): string {
  const names = queries.length === 1 ? `query ${queries[0] ?? ''}` : `queries ${queries.join(', ')}`;
  return `Members through the ${names} are not known without the directory; plan tells who they are.`;
}

/** The same as a line below a list; none when all were asked. */
export function unansweredLines(queries: readonly string[]): readonly string[] {
  return queries.length === 0 ? [] : [`    * ${showText(unansweredSentence(queries))}`];
}
