import type { TextQuestion } from '../io/confirm.ts';
import type { CompletableCommand } from '../report/completion.ts';
import type { Style } from '../report/style.ts';

/** A line on standard error that tells how far a long piece of work is. */
export interface Progress {
  update(text: string): void;
  /** Takes the line away. */
  end(): void;
}

/** Everything a command gets from the world around the process; only the command line itself touches `process`. */
export interface Context {
  readonly cwd: string;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly version: string;
  /** Every command there is, in the order of help. */
  readonly commands: readonly CompletableCommand[];
  /** Writes the result to standard output. */
  readonly out: (text: string) => void;
  /** Writes a message to standard error. */
  readonly err: (text: string) => void;
  /** Writes annotations to standard output: lines that the log of a workflow is meant to obey. */
  readonly annotate: (lines: string) => void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Asks for a line of text; undefined when nobody wants to answer. */
  readonly ask: (question: TextQuestion) => Promise<string | undefined>;
  readonly progress: Progress;
  /** All of standard input as text. */
  readonly readInput: () => Promise<string>;
  /**
   * Says that writing begins. Until then an interrupt ends the process at once, because there is nothing to finish;
   * from then on it only aborts the signal that is given back, and no further step may be started.
   */
  readonly beginWriting: () => AbortSignal;
  /** Says that all is written and told: from now on an interrupt ends the process at once again. */
  readonly endWriting: () => void;
  /** Waits for a time in milliseconds, or until an interrupt, which ends the waiting and nothing else. */
  readonly rest: (time: number) => Promise<'rested' | 'interrupted'>;
}
