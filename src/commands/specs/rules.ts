import type { CommandSpec } from '../command.ts';
import { rulesFormats } from '../formats.ts';
import { manifestInputOptions, wordOption } from '../input.ts';
import { formatOption, settingsOptions } from './frequent-options.ts';

/** What help shows of `rules`, and how it is run. */
export const rulesSpec: CommandSpec = {
  name: 'rules',
  summary: 'list the rules that settings can switch',
  description:
    'Lists the rules about mail that can be an error, a warning or off, with the level that the settings give each, and what it needs.',
  arguments: [],
  options: [formatOption(rulesFormats), ...settingsOptions],
  examples: [
    ['rules', 'which rules count, and how much'],
    ['rules --env staging --format json', 'the same in one environment, for a script'],
  ],
  run: async (context, input) => {
    const { run } = await import('../rules.ts');
    return run(context, { ...manifestInputOptions(input), format: wordOption(input, 'format', rulesFormats) });
  },
};
