import type { WaysReport, WaysView } from '../model/mail-report.ts';
import { limited } from './change-text.ts';
import { sourceText, wayText } from './mail-wording.ts';
import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { count, unansweredLines } from './wording.ts';

/** How the ways to an address are shown as text. */
export interface WhyTextOptions {
  readonly style: Style;
  /** `short` shows at most 20 lines of a kind, `full` shows every one. */
  readonly detail: 'short' | 'full';
}

/** The groups that lead to an address, for a person at a terminal: one way a line, the counts last. */
export function waysToText({ address, views }: WaysReport, { style, detail }: WhyTextOptions): string {
  const limit = detail === 'full' ? Number.POSITIVE_INFINITY : 20;
  return `${views.map((view) => viewLines(view, address, limit, style).join('\n')).join('\n\n')}\n`;
}

function viewLines(view: WaysView, address: string, limit: number, style: Style): readonly string[] {
  const { source, place, ways, more, queried, unanswered, open, deferred } = view;
  const queries = new Map(queried.map(({ group, query }) => [group, query]));
  const title = `Ways to ${style.bold(showValue(address))}  ${style.dim(`(${sourceText(source, showText(place))})`)}`;
  const groups = new Set(ways.map(([group]) => group)).size;
  const closing =
    ways.length === 0
      ? `No group ${unanswered.length === 0 ? 'leads' : 'is known to lead'} to it.`
      : `${count(groups, 'group')} ${groups === 1 ? 'leads' : 'lead'} to it, on ${more ? 'more than ' : ''}${count(ways.length, 'way')}.`;
  return [
    title,
    ...limited(ways, limit, (way) => {
      const query = queries.get(way.at(-2) ?? '');
      const through = query === undefined ? '' : style.dim(`  (through the query ${showText(query)})`);
      return `    ${wayText(way)}${through}`;
    }),
    ...limited(
      deferred,
      limit,
      ({ group }) =>
        `    * ${showValue(group)} is put off by Postfix, so that nobody gets its mail: see rollcall expand`,
    ),
    ...limited(open, limit, ({ group, queries }) => `    * ${showValue(group)} also takes ${answersOf(queries)}`),
    ...unansweredLines(unanswered),
    style.bold(closing),
  ];
}

function answersOf(queries: readonly string[]): string {
  const [answer, query] = queries.length === 1 ? ['answer', 'query'] : ['answers', 'queries'];
  return showText(`the ${answer} of the ${query} ${queries.join(', ')}`);
}
