import type { AttributeChange } from '../model/change.ts';
import type { Value } from '../model/entry.ts';
import type { ChangeWords, Words } from './cause-words.ts';
import type { ChangeView, MemberLine, RenameLine } from './change-view.ts';
import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { count } from './wording.ts';

/** The line of a group: mark, address and what is to happen (`headline`) or has happened (`done`). */
export function changeHeading(view: ChangeView, words: 'headline' | 'done', style: Style): string {
  return `${paint(view.mark, style)(`${view.mark} ${style.bold(showValue(view.address))}`)}  ${view[words]}`;
}

/**
 * The lines below it, indented: why, when all of it has one cause; members and aliases that come and go, at most `limit` of a
 * kind, then other attributes; who changed the entry last.
 */
export function changeDetails(view: ChangeView, style: Style, limit: number): string[] {
  const { why } = view;
  const leaves = view.mark === '-' ? [] : memberLines(view.leaves, why?.leaves, '-', style, limit);
  return [
    ...sharedCause(why, style),
    ...renameLines(view, why?.rename, style),
    ...memberLines(view.joins, why?.joins, '+', style, limit),
    ...leaves,
    ...aliasLines(view.newAliases, why?.newAliases, '+', style, limit),
    ...aliasLines(view.goneAliases, why?.goneAliases, '-', style, limit),
    ...view.attributes.map(
      (attribute, index) => attributeLine(attribute, style) + ending(why?.attributes[index], style),
    ),
    ...(why?.lastChange === undefined ? [] : [style.dim(`    ${plainWords(why.lastChange)}`)]),
  ];
}

/** The one cause of all that changes in a group, as a line; none when there are several. */
export function sharedCause(why: ChangeWords | undefined, style: Style): string[] {
  return why?.shared === undefined ? [] : [style.dim(`    cause: ${plainWords(why.shared)}`)];
}

/** Words with their data on one line. */
export function plainWords(words: Words): string {
  return words.map((word) => (typeof word === 'string' ? word : showText(word.data))).join('');
}

function ending(words: Words | undefined, style: Style): string {
  return words === undefined ? '' : style.dim(`  (${plainWords(words)})`);
}

/** The first items as lines, and one line that says how many are not shown. */
export function limited<Item>(
  items: readonly Item[],
  limit: number,
  line: (item: Item, index: number) => string,
): string[] {
  const lines = items.slice(0, limit).map(line);
  const left = items.length - lines.length;
  return left > 0 ? [...lines, `    … and ${count(left, 'more', 'more')} (use --format json for all)`] : lines;
}

/** The way of a member that comes through other groups: `via berlin@example.net, mitte@example.net`. */
export function viaWords(via: readonly string[], word: string): string {
  return `${word} ${via.map(showValue).join(', ')}`;
}

/** Why it is not sure that somebody joins or leaves: only the directory knows whom a query answers. */
export function unsureWords(unsure: readonly string[], verb: 'joins' | 'leaves'): string {
  const may = verb === 'joins' ? 'may have been there' : 'may stay';
  return `${may} through the query ${unsure.map(showText).join(', ')}`;
}

function renameLines({ rename, address }: ChangeView, cause: Words | undefined, style: Style): string[] {
  if (rename === undefined) return [];
  const names = style.change(`~ address: ${showValue(rename.from)} → ${showValue(address)}`);
  return [`    ${names}${style.dim(`  (${formerWords(rename)})`)}${ending(cause, style)}`];
}

/** What becomes of mail to the former address. */
export function formerWords({ mail }: RenameLine): string {
  return fates[mail];
}

const fates: Readonly<Record<RenameLine['mail'], string>> = {
  'goes on': 'the former address stays as an alias',
  'passes on': 'the former address is now that of another group',
  ends: 'the former address gets no mail any more',
};

function memberLines(
  members: readonly MemberLine[],
  causes: readonly Words[] | undefined,
  mark: '+' | '-',
  style: Style,
  limit: number,
): string[] {
  return limited(members, limit, ({ value, reason, via, query, unsure }, index) => {
    const label = mark === '+' ? 'reason' : 'was there for';
    const told = [
      ...(via.length === 0 ? [] : [viaWords(via, mark === '+' ? 'via' : 'was there via')]),
      ...(query === undefined ? [] : [`through the query ${showText(query)}`]),
      ...(unsure.length === 0 ? [] : [unsureWords(unsure, mark === '+' ? 'joins' : 'leaves')]),
      ...(reason === undefined ? [] : [`${label}: ${showText(reason)}`]),
    ];
    const why = told.length === 0 ? '' : style.dim(`  (${told.join('; ')})`);
    return `    ${paint(mark, style)(`${mark} ${showValue(value)}`)}${why}${ending(causes?.[index], style)}`;
  });
}

function aliasLines(
  values: readonly Value[],
  causes: readonly Words[] | undefined,
  mark: '+' | '-',
  style: Style,
  limit: number,
): string[] {
  return limited(values, limit, (value, index) => {
    return `    ${paint(mark, style)(`${mark} alias ${showValue(value)}`)}${ending(causes?.[index], style)}`;
  });
}

function attributeLine(change: AttributeChange, style: Style): string {
  const name = showText(change.attribute);
  if (change.before.length === 0) return `    ${style.add(`+ ${name}: ${showValues(change.after)}`)}`;
  if (change.after.length === 0) return `    ${style.remove(`- ${name}: ${showValues(change.before)}`)}`;
  return `    ${style.change(`~ ${name}: ${showValues(change.before)} → ${showValues(change.after)}`)}`;
}

/** Values of one attribute, separated by commas, at most ten. */
export function showValues(values: readonly Value[]): string {
  const shown = values.slice(0, 10).map(quoted).join(', ');
  return values.length > 10 ? `${shown}, … and ${values.length - 10} more` : shown;
}

function quoted(value: Value): string {
  const text = showValue(value);
  return typeof value !== 'string' || text.startsWith('"') || value === 'TRUE' || value === 'FALSE'
    ? text
    : `"${text}"`;
}

function paint(mark: '+' | '~' | '-', style: Style): (text: string) => string {
  switch (mark) {
    case '+':
      return style.add;
    case '~':
      return style.change;
    case '-':
      return style.remove;
  }
}
