import type { CommandSpec } from '../command.ts';
import { manifestInputOptions, switchOption, textsOption } from '../input.ts';
import { settingsOptions } from './frequent-options.ts';

/** What help shows of `fmt`, and how it is run. */
export const fmtSpec: CommandSpec = {
  name: 'fmt',
  summary: 'write manifests in their canonical order and form',
  description:
    'Writes manifests with their keys in the order of the documentation, one line for each member, and quotes only where they are needed. Comments and the order of lists stay, and what a manifest says never changes. Without names: every manifest. Needs no network.',
  arguments: [{ name: '[file...]', description: 'manifests to look at (default: all of them)' }],
  options: [
    { flags: '--check', description: 'write nothing; show the difference, and end with 1 when there is one' },
    { flags: '--stdout', description: 'print the manifests and write nothing' },
    { flags: '--drop-expired', description: 'delete members whose last day has passed, and say which' },
    ...settingsOptions,
  ],
  examples: [
    ['fmt', 'write what is not in its canonical form'],
    ['fmt --check', 'in a job: fail when something is not'],
    ['fmt --drop-expired', 'tidy up after the last days of members'],
  ],
  run: async (context, input) => {
    const { run } = await import('../fmt.ts');
    return run(context, {
      ...manifestInputOptions(input),
      files: textsOption(input, 'file'),
      check: switchOption(input, 'check'),
      stdout: switchOption(input, 'stdout'),
      dropExpired: switchOption(input, 'dropExpired'),
    });
  },
};
