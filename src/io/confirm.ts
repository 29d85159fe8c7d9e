import type { Writable } from 'node:stream';
import { confirm as ask, isCancel, text } from '@clack/prompts';

/** Asks a yes-or-no question on a terminal. No, Escape and Ctrl-C all mean no. */
export async function confirm(question: string, output: Writable): Promise<boolean> {
  const answer = await ask({ message: question, initialValue: false, output });
  return !isCancel(answer) && answer;
}

/** A question whose answer is a line of text. */
export interface TextQuestion {
  readonly question: string;
  /** What an answer looks like. */
  readonly example: string;
  /** Why an answer cannot be taken; undefined when it can. */
  readonly problem: (answer: string) => string | undefined;
}

/** Asks for a line of text on a terminal; undefined after Escape or Ctrl-C. */
export async function askText(
  { question, example, problem }: TextQuestion,
  output: Writable,
): Promise<string | undefined> {
  const answer = await text({
    message: question,
    placeholder: example,
    validate: (value) => problem(value?.trim() ?? ''),
    output,
  });
  return isCancel(answer) ? undefined : (answer ?? '').trim();
}
