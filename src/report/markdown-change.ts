import type { AttributeChange } from '../model/change.ts';
import { showValues } from './change-text.ts';
import type { ChangeView, MemberLine } from './change-view.ts';
import { htmlCode, markdownCode } from './encode-markdown.ts';
import type { MarkdownSection } from './markdown-budget.ts';
import { showText, showValue } from './show-value.ts';

/** One group as a `<details>` block: who joins, who leaves, and what else changes. */
export function changeBlock(view: ChangeView): MarkdownSection {
  const summary = `${htmlCode(showValue(view.address))} ${view.headline}`;
  return {
    open: `\n<details><summary>${summary}</summary>\n\n`,
    rows: [
      ...view.joins.map((member) => memberRow('joins', member)),
      ...view.leaves.map((member) => memberRow('leaves', member)),
      ...view.newAliases.map((value) => `- new alias ${markdownCode(showValue(value))}\n`),
      ...view.goneAliases.map((value) => `- alias removed ${markdownCode(showValue(value))}\n`),
      ...view.attributes.map(attributeRow),
    ],
    close: '\n</details>\n',
    row: 'line',
  };
}

function memberRow(verb: 'joins' | 'leaves', { value, reason }: MemberLine): string {
  const label = verb === 'joins' ? 'reason' : 'was there for';
  const why = reason === undefined ? '' : `, ${label}: ${markdownCode(showText(reason))}`;
  return `- ${verb}: ${markdownCode(showValue(value))}${why}\n`;
}

function attributeRow({ attribute, before, after }: AttributeChange): string {
  const name = markdownCode(showText(attribute));
  const from = before.length === 0 ? 'nothing' : markdownCode(showValues(before));
  const to = after.length === 0 ? 'nothing' : markdownCode(showValues(after));
  return `- ${name}: ${from} → ${to}\n`;
}
