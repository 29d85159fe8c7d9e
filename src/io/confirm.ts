import type { Writable } from 'node:stream';
import { confirm as ask, isCancel } from '@clack/prompts';

/** Asks a yes-or-no question on a terminal. No, Escape and Ctrl-C all mean no. */
export async function confirm(question: string, output: Writable): Promise<boolean> {
  const answer = await ask({ message: question, initialValue: false, output });
  return !isCancel(answer) && answer;
}
