import { alsoFiles, alsoOptions, markdownLength } from '../also.ts';
import type { CommandSpec } from '../command.ts';
import { planFormats } from '../formats.ts';
import { planningOptions, saveOptions, switchOption, wordOption } from '../input.ts';
import {
  bootstrap,
  causeOptions,
  directoryOptions,
  exceptionOptions,
  fixSpelling,
  formatOption,
} from './frequent-options.ts';

/** What help shows of `plan`, and how it is run. */
export const planSpec: CommandSpec = {
  name: 'plan',
  summary: 'show what apply would change; changes nothing',
  description:
    'Reads the manifests and the whole directory and shows what would change, why the rest does not, and what a safety limit holds back. Changes nothing.',
  arguments: [],
  options: [
    formatOption(planFormats),
    ...alsoOptions(planFormats),
    { flags: '--diff', description: "also show each group's entry before and after (text only)" },
    { flags: '--full', description: 'list every member, however many there are (text only)' },
    { flags: '--detailed-exitcode', description: 'end with 2 when changes are pending' },
    { flags: '--out <file>', description: 'also save the plan, for apply; prints the SHA-256 of the file' },
    { flags: '--expires-in <hours>', description: 'for how many hours the saved plan counts (default: 24)' },
    fixSpelling,
    bootstrap,
    ...causeOptions,
    ...exceptionOptions,
    ...directoryOptions,
  ],
  examples: [
    ['plan', 'what would change'],
    ['plan --diff', 'the same with the entries before and after'],
    ['plan --format ldif > changes.ldif', 'the requests as ldapmodify takes them'],
    ['plan --out plan.json', 'save it, so that apply plan.json does exactly this'],
    ['plan --url snapshot.ldif', 'plan against a snapshot, without a server'],
  ],
  run: async (context, input) => {
    const { run } = await import('../plan.ts');
    return run(context, {
      ...planningOptions(input),
      format: wordOption(input, 'format', planFormats),
      also: alsoFiles(input, planFormats),
      maxLength: markdownLength(input),
      diff: switchOption(input, 'diff'),
      full: switchOption(input, 'full'),
      detailedExitcode: switchOption(input, 'detailedExitcode'),
      ...saveOptions(input),
    });
  },
};
