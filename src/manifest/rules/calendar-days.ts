import { isCalendarDay } from '../../model/calendar.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { quoted } from '../source.ts';
import { verdictAt } from './rule.ts';

/** A day is written as YYYY-MM-DD and is in the calendar. */
export function calendarDays({ source, allow, exceptions }: Manifest): Diagnostic[] {
  return [allow?.until, ...exceptions.map(({ until }) => until)].flatMap((until) => {
    if (until === undefined || isCalendarDay(until.text)) return [];
    const message = `${quoted(until.text)} is not a day of the calendar`;
    const hint = 'Write the day as year, month and day, such as 2026-12-05.';
    return [verdictAt(source, until, { code: 'RC227', severity: 'error', message, hint })];
  });
}
