import type { CommandSpec } from '../command.ts';
import { schemaNames } from '../formats.ts';
import { wordOption } from '../input.ts';

/** What help shows of `schema`, and how it is run. */
export const schemaSpec: CommandSpec = {
  name: 'schema',
  summary: 'print a JSON Schema: of manifests, settings or output',
  description:
    'Prints the JSON Schema of manifests (for editors), of the settings, or of what a command prints with --format json.',
  arguments: [{ name: '[name]', description: 'which schema', choices: schemaNames, default: 'group' }],
  options: [],
  examples: [
    ['schema > schema/group.schema.json', 'for completion in the editor'],
    ['schema plan', 'what plan --format json prints'],
  ],
  run: async (context, input) => {
    const { run } = await import('../schema.ts');
    return run(context, { name: wordOption(input, 'name', schemaNames) });
  },
};
