import type { CommandSpec } from '../command.ts';
import { inputOptions, switchOption, textOption } from '../input.ts';
import { settingsOptions } from './frequent-options.ts';

/** What help shows of `codeowners`, and how it is run. */
export const codeownersSpec: CommandSpec = {
  name: 'codeowners',
  summary: 'write .github/CODEOWNERS from the owners of the groups',
  description:
    'Writes the owners in the manifests into .github/CODEOWNERS, with the handles of the settings, so that a forge asks them for a review. Only the part between its own two marks is touched.',
  arguments: [],
  options: [
    { flags: '--check', description: 'write nothing; show the difference, and end with 1 when there is one' },
    { flags: '--stdout', description: 'print the file and write nothing' },
    { flags: '--out <file>', description: 'write this file instead of .github/CODEOWNERS' },
    ...settingsOptions,
  ],
  examples: [
    ['codeowners', 'write .github/CODEOWNERS'],
    ['codeowners --check', 'in a job: fail when somebody forgot to'],
  ],
  run: async (context, input) => {
    const { run } = await import('../codeowners.ts');
    return run(context, {
      ...inputOptions(input),
      check: switchOption(input, 'check'),
      stdout: switchOption(input, 'stdout'),
      out: textOption(input, 'out'),
    });
  },
};
