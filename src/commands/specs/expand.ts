import type { CommandSpec } from '../command.ts';
import { expandFormats, mailSources } from '../formats.ts';
import { inputOptions, switchOption, textOption, wordOption } from '../input.ts';
import { directoryOptions, formatOption, mailOptions } from './frequent-options.ts';

/** What help shows of `expand`, and how it is run. */
export const expandSpec: CommandSpec = {
  name: 'expand',
  summary: 'show who gets mail that is sent to an address',
  description:
    'Follows groups in groups as Postfix does, with its limits and its filter of duplicates, and shows who gets mail that is sent to an address, or why nobody does. Reads the manifests, without network or password, unless told to ask the directory. Ends with 1 when no group answers and with 5 when Postfix would put the mail off.',
  arguments: [{ name: '<address>', description: 'the address that mail is sent to' }],
  options: [
    ...mailOptions(mailSources),
    { flags: '--explain', description: 'show the tree of groups, and what is left of each limit' },
    formatOption(expandFormats),
    { flags: '--full', description: 'list every recipient, however many there are (text only)' },
    { flags: '--detailed-exitcode', description: 'end with 2 when manifests and directory differ' },
    ...directoryOptions,
  ],
  examples: [
    ['expand hq@example.net', 'who will get it, by the manifests'],
    ['expand hq@example.net --explain', 'through which groups, and how near to the limits'],
    ['expand hq@example.net --from both', 'whether the directory leads to the same people'],
  ],
  run: async (context, input) => {
    const { run } = await import('../expand.ts');
    return run(context, {
      ...inputOptions(input),
      address: textOption(input, 'address') ?? '',
      from: wordOption(input, 'from', mailSources),
      honourEnabled: switchOption(input, 'honourEnabled'),
      explain: switchOption(input, 'explain'),
      format: wordOption(input, 'format', expandFormats),
      full: switchOption(input, 'full'),
      detailedExitcode: switchOption(input, 'detailedExitcode'),
    });
  },
};
