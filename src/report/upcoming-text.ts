import type { UpcomingChange } from '../model/upcoming.ts';
import { limited, viaWords } from './change-text.ts';
import { markdownCode } from './encode-markdown.ts';
import { showValue } from './show-value.ts';
import type { Style } from './style.ts';

/** Upcoming changes as lines, at most `limit` of them: the day, who, and which group. */
export function upcomingLines(upcoming: readonly UpcomingChange[], style: Style, limit: number): readonly string[] {
  return limited(upcoming, limit, ({ day, kind, member, group, via }) => {
    const who = kind === 'joins' ? style.add(`+ ${showValue(member)}`) : style.remove(`- ${showValue(member)}`);
    const way = via.length === 0 ? '' : style.dim(`  (${viaWords(via, 'via')})`);
    return `    ${showValue(day)}  ${who} ${kind} ${showValue(group)}${way}`;
  });
}

/** The same as one line of Markdown. */
export function upcomingRow({ day, kind, member, group, via }: UpcomingChange): string {
  const way = via.length === 0 ? '' : `, via ${via.map((one) => markdownCode(showValue(one))).join(', ')}`;
  return `- ${markdownCode(showValue(day))}: ${markdownCode(showValue(member))} ${kind} ${markdownCode(showValue(group))}${way}\n`;
}
