import type { CommandSpec } from '../command.ts';
import { importFormats } from '../formats.ts';
import { inputOptions, switchOption, wordOption } from '../input.ts';
import { directoryOptions, formatOption } from './frequent-options.ts';

/** What help shows of `import`, and how it is run. */
export const importSpec: CommandSpec = {
  name: 'import',
  summary: 'write manifests from what the directory holds',
  description:
    'Writes one manifest for every group of the directory. Existing manifests are edited in place and keep their comments. Asks nothing: git shows what it did.',
  arguments: [],
  options: [
    { flags: '--stdout', description: 'print the manifests and write nothing' },
    formatOption(importFormats),
    ...directoryOptions,
  ],
  examples: [
    ['import', 'adopt every group into groups/'],
    ['import --stdout --url snapshot.ldif', 'look at what a snapshot would give'],
  ],
  run: async (context, input) => {
    const { run } = await import('../import.ts');
    return run(context, {
      ...inputOptions(input),
      format: wordOption(input, 'format', importFormats),
      stdout: switchOption(input, 'stdout'),
    });
  },
};
