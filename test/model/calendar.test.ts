import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, isCalendarDay, isMemberOn, isTimeZone, laterDay } from '../../src/model/calendar.ts';

describe('a day of the calendar', () => {
  it.each(['2026-12-05', '2024-02-29', '2000-02-29', '2026-12-31'])('is %s', (text) => {
    expect(isCalendarDay(text)).toBe(true);
  });

  it.each(['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-01', '2026-04-31', '2026-01-00'])(
    'is not %s, which does not exist',
    (text) => expect(isCalendarDay(text)).toBe(false),
  );

  it.each(['', '2026-1-5', '05.12.2026', '2026-12-05T00:00', ' 2026-12-05', '20261205', '2026-12-05\n'])(
    'is not %j, which is written otherwise',
    (text) => expect(isCalendarDay(text)).toBe(false),
  );

  it('is what every moment has, in UTC', () => {
    const moment = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(moment, (date) => isCalendarDay(dayOf(date, 'UTC'))));
    expect(dayOf(new Date('2026-12-05T23:59:59.999Z'), 'UTC')).toBe('2026-12-05');
    expect(dayOf(new Date('2026-12-05T23:30:00-01:00'), 'UTC')).toBe('2026-12-06');
  });

  it('begins at midnight of the time zone', () => {
    const moment = new Date('2026-12-05T23:30:00Z');
    expect(dayOf(moment, 'Europe/Berlin')).toBe('2026-12-06');
    expect(dayOf(moment, 'America/New_York')).toBe('2026-12-05');
    expect(dayOf(new Date('2026-07-05T22:30:00Z'), 'Europe/Berlin')).toBe('2026-07-06');
  });

  it('is followed by the next one', () => {
    const lastStart = new Date(Date.UTC(9999, 11, 31) - 400 * 86_400_000); // a year has four digits (RFC 3339)
    const date = fc.date({ min: new Date('0001-01-01'), max: lastStart, noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.nat(400), (moment, days) => {
        const later = new Date(moment.getTime() + days * 86_400_000);
        expect(laterDay(dayOf(moment, 'UTC'), days)).toBe(dayOf(later, 'UTC'));
      }),
    );
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('may be %s', (name) =>
    expect(isTimeZone(name)).toBe(true),
  );

  it.each(['', 'Berlin', 'Europe/Berlim', '+01:00', 'Mars/Phobos', 'UTC+1'])('is not %j', (name) =>
    expect(isTimeZone(name)).toBe(false),
  );
});

describe('the days of a member', () => {
  it('count with the first and the last one', () => {
    const days = { from: '2026-12-01', until: '2026-12-03' };
    const all = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'];
    expect(all.filter((day) => isMemberOn(days, day))).toEqual(all.slice(1, 4));
    expect(all.filter((day) => isMemberOn({ ...days, from: undefined }, day))).toEqual(all.slice(0, 4));
    expect(all.filter((day) => isMemberOn({ ...days, until: undefined }, day))).toEqual(all.slice(1));
  });
});
