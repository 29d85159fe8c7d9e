import type { OptionSpec } from '../command.ts';

/** Where settings and manifests are. */
export const settingsOptions: readonly OptionSpec[] = [
  { flags: '--config <file>', description: 'settings file (default: rollcall.yaml)' },
  { flags: '--groups <folder>', description: 'folder of the manifests (default: groups)' },
  { flags: '--env <name>', description: 'environment of the settings file to use' },
];

/** Which directory is meant. */
export const placeOptions: readonly OptionSpec[] = [
  { flags: '--url <url>', description: 'LDAP URL or LDIF file, instead of directory.url' },
  { flags: '--base <dn>', description: 'base of the groups, instead of directory.base' },
];

/** Where settings, manifests and the directory are. */
export const directoryOptions: readonly OptionSpec[] = [
  ...settingsOptions,
  ...placeOptions,
  { flags: '--password-stdin', description: 'read the bind password from standard input' },
];

/** Mends spelling. */
export const fixSpelling: OptionSpec = {
  flags: '--fix-spelling',
  description: 'change values that differ from the manifest in spelling alone',
};

/** Takes an empty directory at its word. */
export const bootstrap: OptionSpec = {
  flags: '--bootstrap',
  description: 'the directory has no group yet: create them all',
};

/** How a plan is written. */
export const writingOptions: readonly OptionSpec[] = [
  { flags: '--undo <file>', description: 'where to write the undo LDIF (default: .rollcall/undo-<time>.ldif)' },
  { flags: '--preflight', description: 'have the directory check every step first (default: up to 500 steps)' },
  { flags: '--no-preflight', description: 'do not have steps checked first' },
  { flags: '--undo-on-failure', description: 'take back what was applied when a step fails' },
];

/** How the history is asked why things differ. */
export const causeOptions: readonly OptionSpec[] = [
  { flags: '--since <rev>', description: 'the commit that was applied last: tells drift from what is not applied yet' },
  { flags: '--no-causes', description: 'do not look up in the history why things differ' },
];

/** Exceptions to the safety limits for one run. */
export const exceptionOptions: readonly OptionSpec[] = [
  {
    flags: '--allow-removals <group=n>',
    description: 'let this group lose up to n members in this run; may be repeated',
    repeatable: true,
  },
  {
    flags: '--allow-deletion <group=n>',
    description: 'let this group be deleted if it has no more than n members; may be repeated',
    repeatable: true,
  },
];

/** How mail is followed; the first source is the default. */
export function mailOptions(sources: readonly string[]): readonly OptionSpec[] {
  return [
    { flags: '--from <source>', description: 'where the groups are read', choices: sources, default: sources[0] ?? '' },
    { flags: '--honour-enabled', description: 'the map of Postfix leaves disabled groups out' },
  ];
}

/** The option that chooses how the result is written; the first name is the default. */
export function formatOption(names: readonly string[]): OptionSpec {
  return { flags: '--format <name>', description: 'how to write the result', choices: names, default: names[0] ?? '' };
}
