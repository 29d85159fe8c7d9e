import { bashCompletion } from '../report/completion-bash.ts';
import { fishCompletion } from '../report/completion-fish.ts';
import { zshCompletion } from '../report/completion-zsh.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { shellNames } from './formats.ts';

/** Options of `completion`. */
export interface CompletionOptions {
  readonly shell: (typeof shellNames)[number];
}

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** The script with which a shell completes commands, options and their values. */
export async function run(context: Context, { shell }: CompletionOptions): Promise<ExitCode> {
  context.out(scripts[shell](context.commands));
  return exitCode.done;
}
