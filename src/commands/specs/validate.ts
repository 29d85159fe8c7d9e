import type { CommandSpec } from '../command.ts';
import { diagnosticFormats } from '../formats.ts';
import { inputOptions, switchOption, wordOption } from '../input.ts';
import { formatOption, settingsOptions } from './frequent-options.ts';

/** What help shows of `validate`, and how it is run. */
export const validateSpec: CommandSpec = {
  name: 'validate',
  summary: 'check manifests and settings, without the network',
  description:
    'Checks every manifest and the settings and shows all problems at once, each with file, line, column and a hint. Needs no network and no password.',
  arguments: [],
  options: [
    formatOption(diagnosticFormats),
    { flags: '--fix', description: 'mend first what cannot be meant otherwise, and say what was done' },
    ...settingsOptions,
  ],
  examples: [
    ['validate', 'check what is in groups/'],
    ['validate --fix', 'take out duplicates, blanks around addresses and the like first'],
    ['validate --format github', 'the same as annotations on a pull request'],
  ],
  run: async (context, input) => {
    const { run } = await import('../validate.ts');
    const format = wordOption(input, 'format', diagnosticFormats);
    return run(context, { ...inputOptions(input), format, fix: switchOption(input, 'fix') });
  },
};
