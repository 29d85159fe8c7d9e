import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';

/** An option as the command line declares it. */
export interface OptionSpec {
  /** Long form, with its value in angle brackets: `--format <name>`. */
  readonly flags: string;
  readonly description: string;
  /** The only values allowed; undefined when any is. */
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Whether the option may be given more than once; its value is then a list. */
  readonly repeatable?: boolean;
}

/** An argument as the command line declares it: `<required>`, `[optional]` or `<many...>`. */
export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

/** What a command is given: its options, and its arguments under their names. */
export type CommandInput = Readonly<Record<string, unknown>>;

/** One command: what help shows of it, and how to get at its code without loading the others. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** Command lines without `rollcall`, with what they do. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  readonly run: (context: Context, input: CommandInput) => Promise<ExitCode>;
}
