import type { CommandSpec } from '../command.ts';
import { postfixFormats } from '../formats.ts';
import { inputOptions, switchOption, textOption, wordOption } from '../input.ts';
import { formatOption, placeOptions, settingsOptions } from './frequent-options.ts';

/** What help shows of `postfix`, and how it is run. */
export const postfixSpec: CommandSpec = {
  name: 'postfix',
  summary: 'print the Postfix map and main.cf lines that fit the settings',
  description:
    'Prints ldap-groups.cf and the lines for main.cf with which Postfix finds exactly the groups that the settings describe. No network and no password: where the password goes, a placeholder stands.',
  arguments: [],
  options: [
    { flags: '--honour-enabled', description: 'refuse mail for a group that is switched off' },
    { flags: '--bind-dn <dn>', description: 'account of Postfix, instead of directory.bind.dn' },
    { flags: '--out <folder>', description: 'write the files into a folder; main.cf itself is never touched' },
    { flags: '--force', description: 'overwrite files that differ; a password in them is kept' },
    formatOption(postfixFormats),
    ...settingsOptions.filter(({ flags }) => !flags.startsWith('--groups')),
    ...placeOptions,
  ],
  examples: [
    ['postfix --honour-enabled', 'look at what Postfix needs'],
    ['postfix --bind-dn cn=postfix,dc=example,dc=net --out /etc/postfix', 'write it beside main.cf'],
  ],
  run: async (context, input) => {
    const { run } = await import('../postfix.ts');
    return run(context, {
      ...inputOptions(input),
      honourEnabled: switchOption(input, 'honourEnabled'),
      bindDn: textOption(input, 'bindDn'),
      out: textOption(input, 'out'),
      force: switchOption(input, 'force'),
      format: wordOption(input, 'format', postfixFormats),
    });
  },
};
