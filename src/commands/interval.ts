import { Failure } from '../model/failure.ts';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const longest = 24 * 3_600_000;

/** The milliseconds of `--every`: `90s`, `5m` or `1h`, from 1 second to 24 hours. Anything else is a usage Failure. */
export function parseInterval(text: string): number {
  const [, digits = '', unit = ''] = /^([0-9]{1,6})([smh])$/.exec(text) ?? [];
  const time = Number(digits) * (units[unit] ?? 0);
  if (time >= 1000 && time <= longest) return time;
  const hint = 'Write it as --every 90s, --every 5m or --every 1h; for less than once a day, use a timer.';
  throw new Failure('usage', `--every takes 1s to 24h, not ${JSON.stringify(text)}`, hint);
}
