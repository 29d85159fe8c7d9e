import type { ComparedRevisions, Comparison, GroupComparison } from '../model/comparison.ts';
import { revisionRange } from './comparison-text.ts';
import { comparisonLine, likeness, viewComparison } from './comparison-view.ts';
import { markdownCell, markdownCode } from './encode-markdown.ts';
import { mailEffectSection } from './mail-effects-markdown.ts';
import { fitSections, type MarkdownSection } from './markdown-budget.ts';
import { openChangeBlock } from './markdown-change.ts';
import { showText, showValue } from './show-value.ts';
import { upcomingRow } from './upcoming-text.ts';

/** How a comparison is shown as Markdown. */
export interface ComparisonMarkdownOptions {
  readonly revisions: ComparedRevisions;
  /** The most UTF-16 units of the whole text. GitHub refuses a comment of more than 65,536; 60,000 leaves room. */
  readonly budget: number;
}

/** A comparison for a pull request: counts first, a table where the groups are many, then who joins and who leaves each of them. */
export function comparisonToMarkdown(comparison: Comparison, options: ComparisonMarkdownOptions): string {
  const { changes, spelling, unclear, upcoming } = comparison;
  const { revisions, budget } = options;
  const head = `**${comparisonLine(comparison)}**\n\nManifests ${markdownCode(revisionRange(revisions))}.\n`;
  const sections = [
    list('Notes', revisions.notes, (note) => `- ${markdownCode(showText(note))}\n`),
    list('Not compared, because the manifest was not valid before', unclear, ({ address, file }) => {
      return `- ${markdownCode(showValue(address))} ${markdownCode(showText(file))}\n`;
    }),
    ...(changes.length > mostWithoutTable ? [groupTable(changes)] : []),
    list('Upcoming', upcoming, upcomingRow),
    mailEffectSection(comparison.mail),
    ...changes.map((change) => openChangeBlock(viewComparison(change), [...likeRows(change), ...ownerRows(change)])),
    list('Different spelling only', spelling, ({ address, before, after }) => {
      const values = `${markdownCode(showValue(before))} → ${markdownCode(showValue(after))}`;
      return `- ${markdownCode(showValue(address))} ${values}\n`;
    }),
  ];
  return fitSections(
    head,
    sections.filter(({ rows }) => rows.length > 0),
    budget,
  );
}

/** So many groups need no table to be seen at once. */
const mostWithoutTable = 3;

function likeRows(change: GroupComparison): readonly string[] {
  const other = likeness(change);
  if (other === undefined) return [];
  const [which, words] =
    change.kind === 'new' ? ['gone', 'this one is its new address'] : ['new', 'it replaces this one'];
  return [`- looks like the ${which} group ${markdownCode(showValue(other))}: perhaps ${words}\n`];
}

/** Who is to be asked. For a group with other owners than before, both are in its changes. */
function ownerRows(change: GroupComparison): readonly string[] {
  const { owners } = change.kind === 'changed' ? change.before : change.group;
  if (owners.length === 0) return [];
  return [`- owned by ${owners.map((owner) => markdownCode(showValue(owner))).join(', ')}\n`];
}

function list<Item>(title: string, items: readonly Item[], row: (item: Item) => string): MarkdownSection {
  return { open: `\n**${title} (${items.length})**\n\n`, rows: items.map(row), close: '', row: 'line' };
}

function groupTable(changes: readonly GroupComparison[]): MarkdownSection {
  const rows = changes.map((change) => {
    const { address, joins, leaves, headline } = viewComparison(change);
    return `| ${change.kind} | ${markdownCell(showValue(address))} | ${joins.length} | ${leaves.length} | ${headline} |\n`;
  });
  return {
    open: '\n| group | address | joins | leaves | what |\n|---|---|--:|--:|---|\n',
    rows,
    close: '',
    row: 'group',
  };
}
