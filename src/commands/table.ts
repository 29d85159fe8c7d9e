import type { CommandSpec, OptionSpec } from './command.ts';
import {
  applyFormats,
  diagnosticFormats,
  diffFormats,
  doctorFormats,
  importFormats,
  logFormats,
  planFormats,
  schemaNames,
} from './formats.ts';
import {
  inputOptions,
  manifestInputOptions,
  planningOptions,
  savedPlanOptions,
  saveOptions,
  switchOption,
  textOption,
  wordOption,
} from './input.ts';

const settingsOptions: readonly OptionSpec[] = [
  { flags: '--config <file>', description: 'settings file (default: rollcall.yaml)' },
  { flags: '--groups <folder>', description: 'folder of the manifests (default: groups)' },
  { flags: '--env <name>', description: 'environment of the settings file to use' },
];

const directoryOptions: readonly OptionSpec[] = [
  ...settingsOptions,
  { flags: '--url <url>', description: 'LDAP URL or LDIF file, instead of directory.url' },
  { flags: '--base <dn>', description: 'base of the groups, instead of directory.base' },
  { flags: '--password-stdin', description: 'read the bind password from standard input' },
];

const fixSpelling: OptionSpec = {
  flags: '--fix-spelling',
  description: 'change values that differ from the manifest in spelling alone',
};

const bootstrap: OptionSpec = {
  flags: '--bootstrap',
  description: 'the directory has no group yet: create them all',
};
const exceptionOptions: readonly OptionSpec[] = [
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

function format(names: readonly string[]): OptionSpec {
  return { flags: '--format <name>', description: 'how to write the result', choices: names, default: names[0] ?? '' };
}

/** Every command, in the order of help. The code of a command is loaded when it runs. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'validate',
    summary: 'check manifests and settings, without the network',
    description:
      'Checks every manifest and the settings and shows all problems at once, each with file, line, column and a hint. Needs no network and no password.',
    arguments: [],
    options: [format(diagnosticFormats), ...settingsOptions],
    examples: [
      ['validate', 'check what is in groups/'],
      ['validate --format github', 'the same as annotations on a pull request'],
    ],
    run: async (context, input) => {
      const { run } = await import('./validate.ts');
      return run(context, { ...inputOptions(input), format: wordOption(input, 'format', diagnosticFormats) });
    },
  },
  {
    name: 'plan',
    summary: 'show what apply would change; changes nothing',
    description:
      'Reads the manifests and the whole directory and shows what would change, why the rest does not, and what a safety limit holds back. Changes nothing.',
    arguments: [],
    options: [
      format(planFormats),
      { flags: '--diff', description: "also show each group's entry before and after (text only)" },
      { flags: '--full', description: 'list every member, however many there are (text only)' },
      { flags: '--detailed-exitcode', description: 'end with 2 when changes are pending' },
      { flags: '--out <file>', description: 'also save the plan, for apply; prints the SHA-256 of the file' },
      { flags: '--expires-in <hours>', description: 'for how many hours the saved plan counts (default: 24)' },
      fixSpelling,
      bootstrap,
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
      const { run } = await import('./plan.ts');
      return run(context, {
        ...planningOptions(input),
        format: wordOption(input, 'format', planFormats),
        diff: switchOption(input, 'diff'),
        full: switchOption(input, 'full'),
        detailedExitcode: switchOption(input, 'detailedExitcode'),
        ...saveOptions(input),
      });
    },
  },
  {
    name: 'apply',
    summary: 'make the directory agree with the manifests',
    description:
      'Plans again, shows the plan, asks (or takes --yes), writes the fewest changes, reads back what it changed and reports every step. An LDIF file that undoes it is written first. With a saved plan it writes exactly that one, and only what nobody has changed since.',
    arguments: [{ name: '[plan]', description: 'file of plan --out to apply' }],
    options: [
      { flags: '--yes', description: 'do not ask' },
      { flags: '--undo <file>', description: 'where to write the undo LDIF (default: .rollcall/undo-<time>.ldif)' },
      { flags: '--preflight', description: 'have the directory check every step first (default: up to 500 steps)' },
      { flags: '--no-preflight', description: 'do not have steps checked first' },
      { flags: '--undo-on-failure', description: 'take back what was applied when a step fails' },
      { flags: '--plan-sha256 <hex>', description: 'SHA-256 that the file of the saved plan must have' },
      { flags: '--partial', description: 'apply the other steps of the saved plan when some are stale' },
      format(applyFormats),
      fixSpelling,
      bootstrap,
      ...exceptionOptions,
      ...directoryOptions,
    ],
    examples: [
      ['apply', 'show the plan, ask, apply'],
      ['apply --yes --format markdown', 'for a job: no question, a report for the job summary'],
      ['apply plan.json --plan-sha256 3f5a…', 'exactly what plan --out saved'],
      ['apply --allow-removals hq@example.net=41', 'agree to one removal that a safety limit holds'],
    ],
    run: async (context, input) => {
      const options = {
        ...planningOptions(input),
        format: wordOption(input, 'format', applyFormats),
        yes: switchOption(input, 'yes'),
        undo: textOption(input, 'undo'),
        preflight: input['preflight'] === undefined ? 'auto' : switchOption(input, 'preflight') ? 'on' : 'off',
        undoOnFailure: switchOption(input, 'undoOnFailure'),
      } as const;
      const saved = savedPlanOptions(input);
      if (saved === undefined) return (await import('./apply.ts')).run(context, options);
      return (await import('./apply-saved.ts')).run(context, { ...options, ...saved });
    },
  },
  {
    name: 'import',
    summary: 'write manifests from what the directory holds',
    description:
      'Writes one manifest for every group of the directory. Existing manifests are edited in place and keep their comments. Asks nothing: git shows what it did.',
    arguments: [],
    options: [
      { flags: '--stdout', description: 'print the manifests and write nothing' },
      format(importFormats),
      ...directoryOptions,
    ],
    examples: [
      ['import', 'adopt every group into groups/'],
      ['import --stdout --url snapshot.ldif', 'look at what a snapshot would give'],
    ],
    run: async (context, input) => {
      const { run } = await import('./import.ts');
      return run(context, {
        ...inputOptions(input),
        format: wordOption(input, 'format', importFormats),
        stdout: switchOption(input, 'stdout'),
      });
    },
  },
  {
    name: 'codeowners',
    summary: 'write .github/CODEOWNERS from the owners of the groups',
    description:
      'Writes the owners in the manifests into .github/CODEOWNERS, with the handles of the settings, so that a forge asks them for a review. Only the part between its own two marks is touched.',
    arguments: [],
    options: [
      { flags: '--check', description: 'write nothing; show the difference, and end with 1 when there is one' },
      { flags: '--stdout', description: 'print the file and write nothing' },
      { flags: '--out <file>', description: 'write this file instead of .github/CODEOWNERS' },
      ...settingsOptions,
    ],
    examples: [
      ['codeowners', 'write .github/CODEOWNERS'],
      ['codeowners --check', 'in a job: fail when somebody forgot to'],
    ],
    run: async (context, input) => {
      const { run } = await import('./codeowners.ts');
      return run(context, {
        ...inputOptions(input),
        check: switchOption(input, 'check'),
        stdout: switchOption(input, 'stdout'),
        out: textOption(input, 'out'),
      });
    },
  },
  {
    name: 'doctor',
    summary: 'check server, schema, rights and limits; writes nothing',
    description:
      'Looks at settings and manifests, the connection, the server and its schema, the rights of the bind DN and the limits, one after the other, and says what is wrong and what to do. Asks the server whether it would take a write, and writes nothing.',
    arguments: [],
    options: [format(doctorFormats), ...directoryOptions],
    examples: [
      ['doctor', 'before the first plan, and when something does not work'],
      ['doctor --format json', 'the same for a script'],
    ],
    run: async (context, input) => {
      const { run } = await import('./doctor.ts');
      return run(context, { ...inputOptions(input), format: wordOption(input, 'format', doctorFormats) });
    },
  },
  {
    name: 'diff',
    summary: 'show who joins and leaves between two git revisions',
    description:
      'Compares what the manifests declare at two git revisions: which members join and leave, which groups are new or gone. Without arguments: what the branch and the working tree change since they left the default branch. Needs no network, no password and no directory, and checks nothing out.',
    arguments: [
      { name: '[base]', description: 'the commit to compare with (default: where the default branch was left)' },
      { name: '[head]', description: 'the commit that is compared (default: the working tree)' },
    ],
    options: [
      format(diffFormats),
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
      const { run } = await import('./diff.ts');
      return run(context, {
        ...manifestInputOptions(input),
        base: textOption(input, 'base'),
        head: textOption(input, 'head'),
        format: wordOption(input, 'format', diffFormats),
        full: switchOption(input, 'full'),
        detailedExitcode: switchOption(input, 'detailedExitcode'),
      });
    },
  },
  {
    name: 'log',
    summary: 'show who put each member into a group, and when',
    description:
      'Shows from the history of git which commit put each member into a group, which one took former members out, by whom and why; the newest first, however the file was named. Needs no network, no password and no directory.',
    arguments: [
      { name: '<group>', description: 'the address of the group' },
      { name: '[member]', description: 'only what happened to this member' },
    ],
    options: [
      format(logFormats),
      { flags: '--full', description: 'list every member, however many there are (text only)' },
      ...settingsOptions,
    ],
    examples: [
      ['log hq@example.net', 'how the group came to be what it is'],
      ['log hq@example.net ann@example.net', 'how this member came and went'],
    ],
    run: async (context, input) => {
      const { run } = await import('./log.ts');
      return run(context, {
        ...manifestInputOptions(input),
        group: textOption(input, 'group') ?? '',
        member: textOption(input, 'member'),
        format: wordOption(input, 'format', logFormats),
        full: switchOption(input, 'full'),
      });
    },
  },
  {
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
      const { run } = await import('./schema.ts');
      return run(context, { name: wordOption(input, 'name', schemaNames) });
    },
  },
];
