import type { ComparedRevisions, Comparison, GroupComparison, Respelling } from '../model/comparison.ts';
import { changeDetails, changeHeading, limited } from './change-text.ts';
import { comparisonLine, likeness, viewComparison } from './comparison-view.ts';
import { mailEffectLines } from './mail-effects-text.ts';
import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { upcomingLines } from './upcoming-text.ts';

/** How a comparison is shown as text. */
export interface ComparisonTextOptions {
  readonly style: Style;
  readonly revisions: ComparedRevisions;
  /** `short` shows at most 20 lines of a kind, `full` shows every one. */
  readonly detail: 'short' | 'full';
}

/** A comparison for a person at a terminal: the revisions first, then group by group, the counts in the last line. */
export function comparisonToText(comparison: Comparison, options: ComparisonTextOptions): string {
  const { style } = options;
  const limit = options.detail === 'full' ? Number.POSITIVE_INFINITY : 20;
  const { spelling, unclear, upcoming } = comparison;
  const { notes } = options.revisions;
  const sections = [
    [`Manifests ${style.bold(revisionRange(options.revisions))}`],
    ...comparison.changes.map((change) => groupLines(change, style, limit)),
    mailEffectLines(comparison.mail, style, limit),
    titled('Different spelling only', spelling.length, limited(spelling, limit, spellingLine)),
    titled(
      'Not compared, because the manifest was not valid before',
      unclear.length,
      limited(unclear, limit, ({ address, file }) => `    ${showValue(address)}  ${showText(file)}`),
    ),
    titled('Upcoming', upcoming.length, upcomingLines(upcoming, style, limit)),
    titled(
      'Notes',
      notes.length,
      notes.map((note) => `    * ${showText(note)}`),
    ),
    [style.bold(comparisonLine(comparison))],
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** The two sides in words: `1a2b3c4d5e6f → the working tree`. */
export function revisionRange({ base, head }: ComparedRevisions): string {
  return `${shortHash(base)} → ${head === undefined ? 'the working tree' : shortHash(head)}`;
}

/** The beginning of a hash, as people quote it. */
export function shortHash(hash: string): string {
  return showText(hash.slice(0, 12));
}

function groupLines(change: GroupComparison, style: Style, limit: number): readonly string[] {
  const view = viewComparison(change);
  const other = likeness(change);
  const words = change.kind === 'new' ? 'looks like' : 'compare';
  const hint = other === undefined ? '' : `  ${style.dim(`(${words} ${showValue(other)})`)}`;
  // Who stops getting mail is the point here, so the members of a gone group are listed too.
  const details = changeDetails({ ...view, mark: '~' }, style, limit);
  return [`${changeHeading(view, 'headline', style)}${hint}`, ...details];
}

function spellingLine({ address, before, after }: Respelling): string {
  return `    ${showValue(address)}  ${showValue(before)} → ${showValue(after)}`;
}

function titled(title: string, number: number, lines: readonly string[]): readonly string[] {
  return number === 0 ? [] : [`${title} (${number}):`, ...lines];
}
