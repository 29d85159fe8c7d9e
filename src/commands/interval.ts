import { Failure } from '../model/failure.ts';

/** An option that takes a time, how long it may be, and what the message for anything else adds. */
export interface IntervalOption {
  readonly flag: string;
  /** In milliseconds. */
  readonly most: number;
  readonly mostWords: string;
  readonly hint: string;
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** The time between two runs of a loop. */
export const everyOption: IntervalOption = {
  flag: '--every',
  most: 24 * 3_600_000,
  mostWords: '24h',
  hint: 'Write it as --every 90s, --every 5m or --every 1h; for less than once a day, use a timer.',
};

/** How long a map is asked. */
export const postmapTimeoutOption: IntervalOption = {
  flag: '--postmap-timeout',
  most: 3_600_000,
  mostWords: '1h',
  hint: 'Write it as --postmap-timeout 30s or --postmap-timeout 5m.',
};

/** The milliseconds of a time such as `90s`, `5m` or `1h`, from 1 second on. Anything else is a usage Failure. */
export function parseInterval(text: string, { flag, most, mostWords, hint }: IntervalOption): number {
  const [, digits = '', unit = ''] = /^([0-9]{1,6})([smh])$/.exec(text) ?? [];
  const time = Number(digits) * (units[unit] ?? 0);
  if (time >= 1000 && time <= most) return time;
  throw new Failure('usage', `${flag} takes 1s to ${mostWords}, not ${JSON.stringify(text)}`, hint);
}
