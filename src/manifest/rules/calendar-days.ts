import { isCalendarDay } from '../../model/calendar.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { DaysNode, Manifest } from '../manifest.ts';
import { quoted, type SourceText } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { verdictAt } from './rule.ts';

/** A day is written as YYYY-MM-DD and is in the calendar; the last day of a member is not before the first one. */
export function calendarDays({ source, allow, days, exceptions }: Manifest): Diagnostic[] {
  const nodes = [
    allow?.until,
    ...exceptions.map(({ until }) => until),
    ...days.flatMap(({ from, until }) => [from, until]),
  ];
  const wrong = nodes.filter((node) => node !== undefined && !isCalendarDay(node.text));
  return [
    ...wrong.flatMap((node) => (node === undefined ? [] : [notADay(source, node)])),
    ...days.flatMap((one) => endBeforeStart(source, one)),
  ];
}

function notADay(source: SourceText, node: YamlScalar): Diagnostic {
  const message = `${quoted(node.text)} is not a day of the calendar`;
  const hint = 'Write the day as year, month and day, such as 2026-12-05.';
  return verdictAt(source, node, { code: 'RC227', severity: 'error', message, hint });
}

function endBeforeStart(source: SourceText, { member, from, until }: DaysNode): Diagnostic[] {
  if (from === undefined || until === undefined) return [];
  if (!isCalendarDay(from.text) || !isCalendarDay(until.text) || from.text <= until.text) return [];
  const message = `the last day of ${quoted(member.text)}, ${until.text}, is before the first one, ${from.text}`;
  const hint = 'Put the two days right; both count, so one day has the same day twice.';
  return [verdictAt(source, until, { code: 'RC246', severity: 'error', message, hint })];
}
