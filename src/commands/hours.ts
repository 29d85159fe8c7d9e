import { Failure } from '../model/failure.ts';
import { longestLife } from '../plan/check-saved-plan.ts';

/** The hours of `--expires-in`; 24 when it was not given. Anything but a whole number from 1 to 720 is a usage Failure. */
export function parseHours(text: string | undefined): number {
  if (text === undefined) return 24;
  const hours = Number(text);
  if (/^[0-9]{1,4}$/.test(text) && hours >= 1 && hours <= longestLife) return hours;
  const hint = 'Write it as --expires-in 48.';
  throw new Failure('usage', `--expires-in takes 1 to ${longestLife} hours, not ${JSON.stringify(text)}`, hint);
}
