import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import { completeSettings } from '../io/complete-settings.ts';
import { readTextFile } from '../io/text-file.ts';
import { groupJsonSchema } from '../manifest/schema.ts';
import type { SettingsLayer } from '../manifest/settings-file.ts';
import { settingsSchema } from '../manifest/settings-schema.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { encodeJson } from '../report/encode-json.ts';
import { jsonSchemaText } from '../report/json-schema.ts';
import { settingsText } from '../report/settings-text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { profileNames } from './formats.ts';
import { completeAnswers, type InitAnswers } from './init-questions.ts';
import { showDiagnostics } from './settings-input.ts';

/** Options of `init`. */
export interface InitOptions extends InitAnswers {
  readonly profile: (typeof profileNames)[number];
  readonly startTls: boolean;
  readonly ca: string | undefined;
}

const settingsFile = 'rollcall.yaml';

/** Starts a repository: settings, schemas for the editor, a folder for the manifests. What is there already stays. */
export async function run(context: Context, options: InitOptions): Promise<ExitCode> {
  const isNew = !existsSync(join(context.cwd, settingsFile));
  const layer = isNew ? layerOf(options, await completeAnswers(context, options)) : {};
  if (isNew && !isSound(context, layer)) return exitCode.input;
  const files: readonly (readonly [file: string, text: string])[] = [
    [settingsFile, settingsText(layer, 'schema/settings.schema.json')],
    ['schema/group.schema.json', encodeJson(groupJsonSchema())],
    ['schema/settings.schema.json', jsonSchemaText(settingsSchema)],
    ['groups/README.md', groupsPage],
  ];
  const lines = [...files.map(([file, text]) => writeNew(context, file, text)), ignoreOwnFolder(context)];
  const next = 'Next: rollcall doctor looks at the directory, rollcall import adopts the groups that are there.';
  context.out(`${[...lines, '', next].join('\n')}\n`);
  return exitCode.done;
}

function layerOf({ profile, startTls, ca }: InitOptions, answers: InitAnswers): SettingsLayer {
  const { url, base, bindDn, bindFile, domains } = answers;
  return {
    directory: {
      url,
      base,
      bind: { dn: bindDn, passwordFile: bindFile },
      tls: { startTls: startTls || undefined, ca },
    },
    profile: profile === 'postfix-book' ? undefined : profile,
    mail: { domains },
  };
}

/** Whether the settings will be accepted; what is wrong with them is shown. */
function isSound(context: Context, layer: SettingsLayer): boolean {
  const place = { file: 'command line', line: 1, column: 1, endColumn: 2, text: '' };
  const completion = { locate: () => place, shown: (path: string) => path, allowedServers: undefined };
  const { diagnostics } = completeSettings(layer, completion);
  showDiagnostics(context, diagnostics);
  return !hasErrors(diagnostics);
}

function writeNew({ cwd }: Context, file: string, text: string): string {
  const path = join(cwd, file);
  if (existsSync(path)) return `  = ${file}  is there already and stays`;
  writeFileAtomic({ path, shown: file }, text, 0o644, 'rename');
  return `  + ${file}`;
}

/** Undo files hold addresses, and belong to a run and not to the repository. */
function ignoreOwnFolder({ cwd }: Context): string {
  const place = { path: join(cwd, '.gitignore'), shown: '.gitignore' };
  const before = readTextFile(place) ?? '';
  if (/^\/?\.rollcall\/?\s*$/m.test(before)) return '  = .gitignore  has .rollcall/ already';
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  writeFileAtomic(place, `${before}${gap}.rollcall/\n`, 0o644, 'rename');
  return '  + .gitignore  with .rollcall/';
}

const groupsPage = `# Groups

One file a group, such as \`ops@example.net.yaml\`:

\`\`\`yaml
# yaml-language-server: $schema=../schema/group.schema.json
address: ops@example.net
description: Operations
members:
  - ann@example.net
  - bob@example.net
\`\`\`

\`rollcall import\` writes the files for the groups that the directory holds. \`rollcall validate\` checks all of them,
\`rollcall plan\` shows what would change in the directory.
`;
