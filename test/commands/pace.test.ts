import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyOption, parseInterval, postmapTimeoutOption } from '../../src/commands/interval.ts';
import { nextRun, type PaceRequest } from '../../src/commands/pace.ts';

const minute = 60_000;
const calm: PaceRequest = { every: 5 * minute, due: 0, now: 1000, failures: 0, chance: 0 };

describe('the pace of a loop', () => {
  it('counts from when a run was due, however long it took and however late it began', () => {
    expect(nextRun(calm)).toEqual({ due: 5 * minute, wait: 5 * minute - 1000 });
    expect(nextRun({ ...calm, now: 4 * minute })).toEqual({ due: 5 * minute, wait: minute });
    expect(nextRun({ ...calm, due: 5 * minute, now: 5 * minute + 20_000 }).due).toBe(10 * minute);
  });

  it('leaves out runs that were missed', () => {
    expect(nextRun({ ...calm, now: 12 * minute })).toEqual({ due: 15 * minute, wait: 3 * minute });
    expect(nextRun({ ...calm, now: 10 * minute })).toEqual({ due: 10 * minute, wait: 0 });
  });

  it('adds up to a tenth of the interval by chance, 30 s at most, and does not carry it on', () => {
    expect(nextRun({ ...calm, now: 0, chance: 1 })).toEqual({ due: 5 * minute, wait: 5.5 * minute });
    expect(nextRun({ ...calm, every: 60 * minute, now: 0, chance: 1 }).wait).toBe(60.5 * minute);
  });

  it('doubles the interval with each failure in a row, up to an hour', () => {
    const dues = [0, 1, 2, 3, 4, 50].map((failures) => nextRun({ ...calm, now: 0, failures }).due / minute);
    expect(dues).toEqual([5, 10, 20, 40, 60, 60]);
  });

  it('leaves a longer interval as it is', () => {
    expect(nextRun({ ...calm, every: 120 * minute, failures: 9 }).due).toBe(120 * minute);
  });

  it('never drifts and never begins before it is due', () => {
    const times = fc.record({
      every: fc.integer({ min: 1000, max: 86_400_000 }),
      due: fc.integer({ min: 0, max: 10 ** 9 }),
      late: fc.integer({ min: 0, max: 10 ** 9 }),
      chance: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(times, ({ every, due, late, chance }) => {
        const now = due + late;
        const next = nextRun({ every, due, now, failures: 0, chance });
        expect((next.due - due) % every).toBe(0);
        expect(next.due).toBeGreaterThanOrEqual(now);
        expect(next.due - now).toBeLessThanOrEqual(every);
        expect(next.wait).toBeGreaterThanOrEqual(next.due - now);
      }),
    );
  });
});

describe('an interval', () => {
  it.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1s', 1000],
    ['24h', 86_400_000],
  ])('%s', (text, time) => {
    expect(parseInterval(text, everyOption)).toBe(time);
  });

  it.each(['', '5', 'm', '0s', '5M', '5 m', '-5m', '1.5h', '25h', '5m30s', '1d', '99999999s', '5m\n'])(
    'is not %j',
    (text) => {
      expect(() => parseInterval(text, everyOption)).toThrow(/^--every takes 1s to 24h, not /);
      expect(() => parseInterval(text, postmapTimeoutOption)).toThrow(/^--postmap-timeout takes 1s to 1h, not /);
    },
  );
});
