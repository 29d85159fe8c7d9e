import { alsoFiles, alsoOptions, markdownLength } from '../also.ts';
import type { CommandSpec } from '../command.ts';
import { diffFormats } from '../formats.ts';
import { manifestInputOptions, switchOption, textOption, wordOption } from '../input.ts';
import { formatOption, settingsOptions } from './frequent-options.ts';

/** What help shows of `diff`, and how it is run. */
export const diffSpec: CommandSpec = {
  name: 'diff',
  summary: 'show who joins and leaves between two git revisions',
  description:
    'Compares what the manifests declare at two git revisions: which members join and leave, which groups are new or gone. Without arguments: what the branch and the working tree change since they left the default branch. Needs no network, no password and no directory, and checks nothing out.',
  arguments: [
    { name: '[base]', description: 'the commit to compare with (default: where the default branch was left)' },
    { name: '[head]', description: 'the commit that is compared (default: the working tree)' },
  ],
  options: [
    formatOption(diffFormats),
    ...alsoOptions(diffFormats),
    { flags: '--full', description: 'list every member, however many there are (text only)' },
    { flags: '--detailed-exitcode', description: 'end with 2 when there are differences' },
    ...settingsOptions,
  ],
  examples: [
    ['diff', 'what this branch changes'],
    ['diff HEAD', 'what is not committed yet'],
    ['diff HEAD^1 HEAD --format markdown', 'for a pull request, whose checkout is a merge'],
  ],
  run: async (context, input) => {
    const { run } = await import('../diff.ts');
    return run(context, {
      ...manifestInputOptions(input),
      base: textOption(input, 'base'),
      head: textOption(input, 'head'),
      format: wordOption(input, 'format', diffFormats),
      also: alsoFiles(input, diffFormats),
      maxLength: markdownLength(input),
      full: switchOption(input, 'full'),
      detailedExitcode: switchOption(input, 'detailedExitcode'),
    });
  },
};
