import type { CommandSpec } from '../command.ts';
import { mailSources, whyFormats } from '../formats.ts';
import { inputOptions, switchOption, textOption, wordOption } from '../input.ts';
import { directoryOptions, formatOption, mailOptions } from './frequent-options.ts';

/** What help shows of `why`, and how it is run. */
export const whySpec: CommandSpec = {
  name: 'why',
  summary: 'show by which groups mail comes to an address',
  description:
    'Shows every group that leads to an address, with each way through groups in groups. Reads the manifests, without network or password, unless told to ask the directory.',
  arguments: [{ name: '<address>', description: 'the address of a person, or of a group' }],
  options: [
    ...mailOptions(mailSources),
    formatOption(whyFormats),
    { flags: '--full', description: 'list every way, however many there are (text only)' },
    ...directoryOptions,
  ],
  examples: [
    ['why ann@example.net', 'which groups she gets mail from'],
    ['why ann@example.net --from directory', 'the same, as it is now'],
  ],
  run: async (context, input) => {
    const { run } = await import('../why.ts');
    return run(context, {
      ...inputOptions(input),
      address: textOption(input, 'address') ?? '',
      from: wordOption(input, 'from', mailSources),
      honourEnabled: switchOption(input, 'honourEnabled'),
      format: wordOption(input, 'format', whyFormats),
      full: switchOption(input, 'full'),
    });
  },
};
