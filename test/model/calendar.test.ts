import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, isCalendarDay } from '../../src/model/calendar.ts';

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
    fc.assert(fc.property(moment, (date) => isCalendarDay(dayOf(date))));
    expect(dayOf(new Date('2026-12-05T23:59:59.999Z'))).toBe('2026-12-05');
    expect(dayOf(new Date('2026-12-05T23:30:00-01:00'))).toBe('2026-12-06');
  });
});
