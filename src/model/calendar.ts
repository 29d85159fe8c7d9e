import type { MembershipDays } from './group.ts';

/** Whether a text is a day of the calendar, `YYYY-MM-DD` (RFC 3339 full-date). Two such days compare as texts. */
export function isCalendarDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** The day of a moment in a time zone, `YYYY-MM-DD`. The zone is an IANA name that `isTimeZone` takes. */
export function dayOf(moment: Date, timeZone: string): string {
  if (timeZone === 'UTC') return moment.toISOString().slice(0, 10); // what most have, and to look a zone up takes a while
  const formatter = new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'iso8601', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  const parts = new Map(formatter.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

/** Whether a text is the IANA name of a time zone, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(text: string): boolean {
  if (text === 'UTC') return true;
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The day after a day of the calendar, up to the end of the year 9999: days compare as texts. */
export function nextDay(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  if (date < daysIn(year, month)) return asDay(year, month, date + 1);
  return month < 12 ? asDay(year, month + 1, 1) : asDay(year + 1, 1, 1);
}

/** The day that is so many days after another one. */
export function laterDay(day: string, days: number): string {
  return days <= 0 ? day : laterDay(nextDay(day), days - 1);
}

function asDay(year: number, month: number, date: number): string {
  const digits = (number: number, length: number): string => String(number).padStart(length, '0');
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(date, 2)}`;
}

/** Whether a day is among the days of a member. */
export function isMemberOn({ from, until }: MembershipDays, day: string): boolean {
  return (from === undefined || from <= day) && (until === undefined || day <= until);
}
