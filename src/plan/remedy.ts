import type { Threshold } from '../model/safety.ts';
import type { WeighedStep } from './weigh-steps.ts';

/** What the limit is, in a sentence. */
export function limitSentence({ floor, percent }: Threshold): string {
  return `The limit is ${percent} % (at least ${floor}).`;
}

/** How to agree to a step, in a sentence with the exact key and the exact option. */
export function agreeSentence({ step: { change }, needed }: WeighedStep): string {
  const { address } = change;
  if (change.kind === 'delete') return `Run with --allow-deletion ${shellWord(`${address}=${needed}`)}.`;
  const option = `--allow-removals ${shellWord(`${address}=${needed}`)}`;
  if (change.kind === 'create') return `Run with ${option}.`;
  const { allow, file } = change.desired;
  const value = `{ removals: ${needed}, until: <last day>, reason: <why> }`;
  const key = allow === undefined ? `Add allow: ${value} to ${file}` : `Change allow in ${file} to ${value}`;
  return `${key} in a reviewed commit, or run with ${option}.`;
}

/** Why the exceptions that there are do not cover a step, as the end of a reason; empty when there are none. */
export function exceptionClause({ offered, needed, step: { change } }: WeighedStep): string {
  const counting = offered.filter(({ state }) => state !== 'expired');
  const [ended] = offered.filter(({ state }) => state === 'expired');
  if (counting.length > 0) {
    const largest = Math.max(...counting.map(({ removals }) => removals));
    const size = change.kind === 'delete' ? `it has ${needed} members, and ` : '';
    return `; ${size}the exception allows ${largest}`;
  }
  return ended === undefined ? '' : `; the exception ended on ${ended.until}`;
}

/** A word as a shell takes it; an address may hold characters that a shell reads otherwise. */
function shellWord(word: string): string {
  return /^[A-Za-z0-9@._+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
