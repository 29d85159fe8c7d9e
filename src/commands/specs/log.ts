import type { CommandSpec } from '../command.ts';
import { logFormats } from '../formats.ts';
import { manifestInputOptions, switchOption, textOption, wordOption } from '../input.ts';
import { formatOption, settingsOptions } from './frequent-options.ts';

/** What help shows of `log`, and how it is run. */
export const logSpec: CommandSpec = {
  name: 'log',
  summary: 'show who put each member into a group, and when',
  description:
    'Shows from the history of git which commit put each member into a group, which one took former members out, by whom and why; the newest first, however the file was named. Needs no network, no password and no directory.',
  arguments: [
    { name: '<group>', description: 'the address of the group' },
    { name: '[member]', description: 'only what happened to this member' },
  ],
  options: [
    formatOption(logFormats),
    { flags: '--full', description: 'list every member, however many there are (text only)' },
    ...settingsOptions,
  ],
  examples: [
    ['log hq@example.net', 'how the group came to be what it is'],
    ['log hq@example.net ann@example.net', 'how this member came and went'],
  ],
  run: async (context, input) => {
    const { run } = await import('../log.ts');
    return run(context, {
      ...manifestInputOptions(input),
      group: textOption(input, 'group') ?? '',
      member: textOption(input, 'member'),
      format: wordOption(input, 'format', logFormats),
      full: switchOption(input, 'full'),
    });
  },
};
