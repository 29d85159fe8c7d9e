/** When the next run of a loop begins; all times in milliseconds of a clock that never goes back. */
export interface PaceRequest {
  readonly every: number;
  /** When the last run was to begin. */
  readonly due: number;
  readonly now: number;
  /** How many runs have failed in a row. */
  readonly failures: number;
  /** From 0 to 1: so that many loops do not come at the same moment. */
  readonly chance: number;
}

/** The next run: when it is due, and how long to wait for it. */
export interface Pace {
  readonly due: number;
  readonly wait: number;
}

const longestPause = 3_600_000;
const longestDelay = 30_000;

/**
 * The next run is due one interval after the last one was, however long that took; runs that were missed are left out.
 * After each failure in a row the interval is twice as long, up to an hour. The delay by chance, up to a tenth of the
 * interval and 30 s, is not carried on.
 */
export function nextRun({ every, due, now, failures, chance }: PaceRequest): Pace {
  const interval = Math.max(every, Math.min(every * 2 ** Math.min(failures, 20), longestPause));
  const missed = Math.max(0, Math.ceil((now - due) / interval) - 1);
  const next = due + (missed + 1) * interval;
  const delay = chance * Math.min(every / 10, longestDelay);
  return { due: next, wait: Math.max(0, next + delay - now) };
}
