import type { CommandSpec } from '../command.ts';
import { doctorFormats } from '../formats.ts';
import { inputOptions, textOption, wordOption } from '../input.ts';
import { directoryOptions, formatOption } from './frequent-options.ts';

/** What help shows of `doctor`, and how it is run. */
export const doctorSpec: CommandSpec = {
  name: 'doctor',
  summary: 'check server, schema, rights and limits; writes nothing',
  description:
    'Looks at settings and manifests, the connection, the server and its schema, the rights of the bind DN and the limits, one after the other, and says what is wrong and what to do. Asks the server whether it would take a write, and writes nothing.',
  arguments: [],
  options: [
    { flags: '--postfix <folder>', description: 'also compare the main.cf and the LDAP maps in this folder' },
    formatOption(doctorFormats),
    ...directoryOptions,
  ],
  examples: [
    ['doctor', 'before the first plan, and when something does not work'],
    ['doctor --postfix /etc/postfix', 'does Postfix look for what Rollcall writes?'],
    ['doctor --format json', 'the same for a script'],
  ],
  run: async (context, input) => {
    const { run } = await import('../doctor.ts');
    return run(context, {
      ...inputOptions(input),
      postfix: textOption(input, 'postfix'),
      format: wordOption(input, 'format', doctorFormats),
    });
  },
};
