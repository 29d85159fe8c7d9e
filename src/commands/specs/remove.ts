import type { CommandSpec } from '../command.ts';
import { manifestInputOptions, switchOption, textOption, textsOption } from '../input.ts';
import { settingsOptions } from './frequent-options.ts';

/** What help shows of `remove`, and how it is run. */
export const removeSpec: CommandSpec = {
  name: 'remove',
  summary: 'take members out of the manifest of a group',
  description:
    'Takes members out of the list in the manifest of a group and keeps its comments. All manifests are judged with the change before it is written. Writes the file and nothing else: no network, no commit.',
  arguments: [
    { name: '<group>', description: 'the address of the group, or an alias' },
    { name: '<member...>', description: 'who is not to get its mail any more' },
  ],
  options: [{ flags: '--allow-empty', description: 'the group may lose its last member' }, ...settingsOptions],
  examples: [['remove ops@example.net bob@example.net', 'one member less']],
  run: async (context, input) => {
    const { run } = await import('../remove.ts');
    return run(context, {
      ...manifestInputOptions(input),
      group: textOption(input, 'group') ?? '',
      members: textsOption(input, 'member'),
      allowEmpty: switchOption(input, 'allowEmpty'),
    });
  },
};
