import type { AttributeChange } from '../model/change.ts';
import type { Value } from '../model/entry.ts';
import type { Words } from './cause-words.ts';
import { formerWords, showValues } from './change-text.ts';
import type { ChangeView, MemberLine } from './change-view.ts';
import { htmlCode, markdownCode } from './encode-markdown.ts';
import type { MarkdownSection } from './markdown-budget.ts';
import { showText, showValue } from './show-value.ts';

/** One group as a `<details>` block: why, who joins, who leaves, and what else changes. */
export function changeBlock(view: ChangeView): MarkdownSection {
  return foldedBlock(view, changeRows(view));
}

/** So many lines of one group are read at a glance; more of them are folded away. */
const mostOpen = 12;

/** The same with further lines first, and open to the eye where they are few. */
export function openChangeBlock(view: ChangeView, first: readonly string[]): MarkdownSection {
  const changes = changeRows(view);
  const rows = [...first, ...(changes.length === 0 ? ['- nobody joins or leaves\n'] : changes)];
  if (rows.length > mostOpen) return foldedBlock(view, rows);
  const heading = `${markdownCode(showValue(view.address))} ${view.headline}`;
  return { open: `\n#### ${heading}\n\n`, rows, close: '', row: 'line' };
}

function foldedBlock(view: ChangeView, rows: readonly string[]): MarkdownSection {
  const summary = `${htmlCode(showValue(view.address))} ${view.headline}`;
  return { open: `\n<details><summary>${summary}</summary>\n\n`, rows, close: '\n</details>\n', row: 'line' };
}

function changeRows(view: ChangeView): readonly string[] {
  const { why } = view;
  return [
    ...(why?.shared === undefined ? [] : [`- cause: ${markdownWords(why.shared)}\n`]),
    ...renameRow(view, why?.rename),
    ...view.joins.map((member, index) => memberRow('joins', member, why?.joins[index])),
    ...view.leaves.map((member, index) => memberRow('leaves', member, why?.leaves[index])),
    ...view.newAliases.map((value, index) => aliasRow('new alias', value, why?.newAliases[index])),
    ...view.goneAliases.map((value, index) => aliasRow('alias removed', value, why?.goneAliases[index])),
    ...view.attributes.map((attribute, index) => attributeRow(attribute) + ending(why?.attributes[index])),
    ...(why?.lastChange === undefined ? [] : [`- ${markdownWords(why.lastChange)}\n`]),
  ];
}

/** Words with their data in code spans. */
export function markdownWords(words: Words): string {
  return words.map((word) => (typeof word === 'string' ? word : markdownCode(showText(word.data)))).join('');
}

function ending(words: Words | undefined): string {
  return words === undefined ? '\n' : `, ${markdownWords(words)}\n`;
}

function renameRow({ rename, address }: ChangeView, words: Words | undefined): string[] {
  if (rename === undefined) return [];
  const [from, to] = [rename.from, address].map((one) => markdownCode(showValue(one)));
  return [`- address: ${from} → ${to}, ${formerWords(rename)}${ending(words)}`];
}

function memberRow(verb: 'joins' | 'leaves', member: MemberLine, words: Words | undefined): string {
  const { value, reason, via, query, unsure } = member;
  const label = verb === 'joins' ? 'reason' : 'was there for';
  const why = reason === undefined ? '' : `, ${label}: ${markdownCode(showText(reason))}`;
  const word = verb === 'joins' ? 'via' : 'was there via';
  const way = via.length === 0 ? '' : `, ${word} ${via.map((one) => markdownCode(showValue(one))).join(', ')}`;
  const by = query === undefined ? '' : `, through the query ${markdownCode(showText(query))}`;
  const names = unsure.map((one) => markdownCode(showText(one))).join(', ');
  const may = verb === 'joins' ? 'may have been there' : 'may stay';
  const doubt = unsure.length === 0 ? '' : `, ${may} through the query ${names}`;
  const sure = verb === 'joins' ? 'may join' : 'may leave';
  const what = unsure.length === 0 ? verb : sure;
  return `- ${what}: ${markdownCode(showValue(value))}${way}${by}${doubt}${why}${ending(words)}`;
}

function aliasRow(what: string, value: Value, words: Words | undefined): string {
  return `- ${what} ${markdownCode(showValue(value))}${ending(words)}`;
}

function attributeRow({ attribute, before, after }: AttributeChange): string {
  const name = markdownCode(showText(attribute));
  const from = before.length === 0 ? 'nothing' : markdownCode(showValues(before));
  const to = after.length === 0 ? 'nothing' : markdownCode(showValues(after));
  return `- ${name}: ${from} → ${to}`;
}
