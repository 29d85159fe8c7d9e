import type { CommandSpec } from '../command.ts';
import { profileNames } from '../formats.ts';
import { switchOption, textOption, textsOption, wordOption } from '../input.ts';
import { placeOptions } from './frequent-options.ts';

/** What help shows of `init`, and how it is run. */
export const initSpec: CommandSpec = {
  name: 'init',
  summary: 'start a repository: settings, schemas, folder of groups',
  description:
    'Writes rollcall.yaml, the schemas for editors, groups/ and a line in .gitignore into the working directory. On a terminal it asks for what the options do not say. What is there already stays as it is. No network.',
  arguments: [],
  options: [
    ...placeOptions,
    { flags: '--bind-dn <dn>', description: 'DN to bind as; without it, anonymously' },
    { flags: '--bind-file <file>', description: 'file that holds its password' },
    { flags: '--start-tls', description: 'upgrade ldap:// to TLS' },
    { flags: '--ca <file>', description: 'PEM file of the authorities to trust' },
    {
      flags: '--profile <name>',
      description: 'how a group is stored',
      choices: profileNames,
      default: profileNames[0],
    },
    {
      flags: '--domain <name>',
      description: 'domain whose addresses may be groups; may be repeated',
      repeatable: true,
    },
  ],
  examples: [
    ['init', 'asks, on a terminal'],
    ['init --url ldaps://ldap.example.net --base ou=Groups,dc=example,dc=net', 'without a question'],
  ],
  run: async (context, input) => {
    const { run } = await import('../init.ts');
    return run(context, {
      url: textOption(input, 'url'),
      base: textOption(input, 'base'),
      bindDn: textOption(input, 'bindDn'),
      bindFile: textOption(input, 'bindFile'),
      startTls: switchOption(input, 'startTls'),
      ca: textOption(input, 'ca'),
      profile: wordOption(input, 'profile', profileNames),
      domains: textsOption(input, 'domain'),
    });
  },
};
