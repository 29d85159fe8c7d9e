import type { CommandSpec } from '../command.ts';
import { manifestInputOptions, textOption, textsOption } from '../input.ts';
import { settingsOptions } from './frequent-options.ts';

/** What help shows of `add`, and how it is run. */
export const addSpec: CommandSpec = {
  name: 'add',
  summary: 'put members into the manifest of a group',
  description:
    'Puts members at the end of the list in the manifest of a group and keeps its comments. All manifests are judged with the change before it is written. Writes the file and nothing else: no network, no commit.',
  arguments: [
    { name: '<group>', description: 'the address of the group, or an alias' },
    { name: '<member...>', description: 'who is to get its mail' },
  ],
  options: [
    { flags: '--reason <text>', description: 'why; written beside each member and shown in plans' },
    { flags: '--from <day>', description: 'the first day as a member, YYYY-MM-DD' },
    { flags: '--until <day>', description: 'the last day as a member, YYYY-MM-DD' },
    ...settingsOptions,
  ],
  examples: [
    ['add ops@example.net ann@example.net bob@example.net', 'two more members'],
    ['add ops@example.net contractor@partner.example --reason Migration --until 2027-01-31', 'for a while'],
  ],
  run: async (context, input) => {
    const { run } = await import('../add.ts');
    return run(context, {
      ...manifestInputOptions(input),
      group: textOption(input, 'group') ?? '',
      members: textsOption(input, 'member'),
      reason: textOption(input, 'reason'),
      from: textOption(input, 'from'),
      until: textOption(input, 'until'),
    });
  },
};
