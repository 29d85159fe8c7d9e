import type { Commit, DeclaredMember, GroupEvent, GroupLog, MemberSource } from '../model/history.ts';
import { writerWords } from './cause-words.ts';
import { limited, plainWords } from './change-text.ts';
import { shortHash } from './comparison-text.ts';
import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { count } from './wording.ts';

/** How a log is shown as text. */
export interface LogTextOptions {
  readonly style: Style;
  /** `short` shows at most 20 lines of a kind, `full` shows every one. */
  readonly detail: 'short' | 'full';
}

/** The history of a group for a person at a terminal: the newest commit first, what it did below it, the counts last. */
export function logToText(log: GroupLog, { style, detail }: LogTextOptions): string {
  const limit = detail === 'full' ? Number.POSITIVE_INFINITY : 20;
  const sections = [
    [heading(log, style)],
    ...log.events.map((event) => eventLines(event, log, style, limit)),
    notes(log),
    [style.bold(countLine(log))],
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function heading({ group, member, file, head, declared }: GroupLog, style: Style): string {
  const who = member === undefined ? '' : `${showValue(member)} in `;
  const state = declared ? '' : ', which is not declared any more';
  return `History of ${who}${style.bold(showValue(group))}${state}  ${style.dim(`(${showText(file)}, up to ${shortHash(head)})`)}`;
}

function eventLines(event: GroupEvent, { begins }: GroupLog, style: Style, limit: number): readonly string[] {
  const { commit, formerly, joins, leaves, sources } = event;
  const whole =
    commit.hash === begins ? 'history begins' : { new: 'group declared', gone: 'group gone', same: '' }[event.group];
  const mark = whole === '' ? '' : `  ${style.warn(`[${whole}]`)}`;
  const line =
    (sign: '+' | '-'): ((member: DeclaredMember) => string) =>
    (member) =>
      memberLine(member, sign, style);
  return [
    `${commitLine(commit, style)}${mark}`,
    ...(formerly === undefined ? [] : [`    ${style.change(`~ formerly ${showValue(formerly)}`)}`]),
    ...limited(joins, limit, line('+')),
    ...limited(leaves, limit, line('-')),
    ...limited(sources.add, limit, (source) => `    ${style.add(`+ ${sourceWords(source)}`)}`),
    ...limited(sources.remove, limit, (source) => `    ${style.remove(`- ${sourceWords(source)}`)}`),
  ];
}

function commitLine(commit: Commit, style: Style): string {
  const { hash, date, subject, title } = commit;
  const words = title === undefined ? showText(subject) : `${showText(subject)}: ${showText(title)}`;
  return `commit ${style.change(shortHash(hash))}  ${showText(date.slice(0, 10))}  ${plainWords(writerWords(commit))}: ${words}`;
}

function memberLine({ address, reason }: DeclaredMember, sign: '+' | '-', style: Style): string {
  const [paint, label] = sign === '+' ? [style.add, 'reason'] : [style.remove, 'was there for'];
  const why = reason === undefined ? '' : style.dim(`  (${label}: ${showText(reason)})`);
  return `    ${paint(`${sign} ${showValue(address)}`)}${why}`;
}

function sourceWords({ kind, name }: MemberSource): string {
  return kind === 'group' ? `the members of ${showValue(name)} (include)` : `whom the query ${showText(name)} answers`;
}

function notes({ begins, unreadable }: GroupLog): readonly string[] {
  const lines: string[] = [];
  if (begins !== undefined) {
    lines.push(
      `    * This clone is shallow: its history begins at ${shortHash(begins)}, and what was there may be older.`,
    );
  }
  if (unreadable.length > 0) {
    const hashes = unreadable.slice(0, 5).map(({ hash }) => shortHash(hash));
    const which = `${hashes.join(', ')}${unreadable.length > 5 ? ', …' : ''}`;
    lines.push(`    * The manifest was not valid in ${count(unreadable.length, 'commit')}, passed over: ${which}`);
  }
  return lines.length === 0 ? [] : [`Notes (${lines.length}):`, ...lines];
}

function countLine({ events, members, member }: GroupLog): string {
  const present = members.filter(({ removed }) => removed === undefined).length;
  const commits = count(events.length, 'commit');
  const others = events.some(({ sources }) => sources.add.length > 0) ? beyond : '.';
  if (member === undefined)
    return `${commits}; ${count(present, 'member')}, ${members.length - present} former${others}`;
  if (members.length === 0) return `${commits}; never ${others === '.' ? 'a member' : 'named as a member'}${others}`;
  return `${commits}; ${present > 0 ? 'a member now' : 'a former member'}${others}`;
}

const beyond = '; who came by include or query is not in this history.';
