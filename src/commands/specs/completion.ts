import type { CommandSpec } from '../command.ts';
import { shellNames } from '../formats.ts';
import { wordOption } from '../input.ts';

/** What help shows of `completion`, and how it is run. */
export const completionSpec: CommandSpec = {
  name: 'completion',
  summary: 'print a script with which a shell completes commands',
  description: 'Prints a script with which bash, zsh or fish completes commands, options and their values.',
  arguments: [{ name: '<shell>', description: 'which shell', choices: shellNames }],
  options: [],
  examples: [
    ['completion bash > ~/.local/share/bash-completion/completions/rollcall', 'for bash, from the next login on'],
    ['completion fish > ~/.config/fish/completions/rollcall.fish', 'for fish'],
  ],
  run: async (context, input) => {
    const { run } = await import('../completion.ts');
    return run(context, { shell: wordOption(input, 'shell', shellNames) });
  },
};
