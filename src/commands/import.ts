import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import { fittedSettings } from '../io/fitted-settings.ts';
import { openReader } from '../io/open-directory.ts';
import { readState, whollyClear } from '../io/read-state.ts';
import type { Settings } from '../io/run-settings.ts';
import { readWorktree } from '../io/worktree.ts';
import { resolveManifests } from '../manifest/resolve.ts';
import { withAnswers } from '../manifest/with-answers.ts';
import type { Adoption } from '../model/adoption.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { adoptState } from '../plan/adopt.ts';
import { checkAdoption } from '../plan/check-adoption.ts';
import { adoptionToJson } from '../report/adoption-json.ts';
import { adoptionToText } from '../report/adoption-text.ts';
import { type Answers, answersFor } from './answers.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { importFormats } from './formats.ts';
import { manifestOptions } from './judging.ts';
import type { InputOptions } from './options.ts';
import { passwordSource } from './password.ts';
import { groupsFolder, readSettings, showDiagnostics } from './settings-input.ts';

/** Options of `import`. */
export interface ImportOptions extends InputOptions {
  readonly format: (typeof importFormats)[number];
  readonly stdout: boolean;
}

/** The directory as manifests: new files for new groups, edits in place for those that have one. */
export async function run(context: Context, options: ImportOptions): Promise<ExitCode> {
  const { settings, diagnostics } = readSettings(context, options);
  showDiagnostics(context, diagnostics);
  if (settings === undefined || hasErrors(diagnostics)) return exitCode.input;
  const folder = groupsFolder(context, options);
  const worktree = existsSync(folder.path) ? readWorktree(folder.path, folder.shown) : { files: [], diagnostics: [] };
  const judging = manifestOptions(context, settings);
  const resolved = resolveManifests(worktree.files, judging);
  const wrong = [...worktree.diagnostics, ...resolved.diagnostics];
  showDiagnostics(context, wrong);
  if (hasErrors(wrong)) return exitCode.input;
  const { current, answers } = await readAll(context, options, settings, resolved.state);
  const desired = { groups: withAnswers(resolved.state.groups, answers, judging) };
  const schema = existsSync(resolve(folder.path, '../schema/group.schema.json'))
    ? '../schema/group.schema.json'
    : undefined;
  const place = { join: (name: string) => join(folder.shown, name), schema };
  const adoption = adoptState(current, desired, worktree.files, judging, place);
  checkAdoption(adoption, worktree.files, current, answers, judging);
  write(context, options, adoption);
  return adoption.skipped.length > 0 ? exitCode.stepsFailed : exitCode.done;
}

/** What the directory holds, and what it answers to the queries that manifests name already. */
interface WholeDirectory {
  readonly current: CurrentState;
  readonly answers: Answers;
}

async function readAll(
  context: Context,
  options: ImportOptions,
  settings: Settings,
  declared: DesiredState,
): Promise<WholeDirectory> {
  const reader = await openReader(settings, passwordSource(context, options));
  try {
    const current = whollyClear(
      await readState(reader, await fittedSettings(reader, settings), (entries) =>
        context.progress.update(`reading the directory: ${entries} groups`),
      ),
    );
    return { current, answers: await answersFor(context, declared, settings, reader) };
  } finally {
    context.progress.end();
    await reader.close();
  }
}

function write(context: Context, { stdout, format }: ImportOptions, adoption: Adoption): void {
  showDiagnostics(context, adoption.diagnostics);
  if (stdout) {
    for (const { file, text } of adoption.files) context.out(`---\n# ${JSON.stringify(file)}\n${text}`);
    context.err(adoptionToText(adoption, { style: context.errStyle }));
    return;
  }
  for (const { kind, file, text } of adoption.files) {
    if (kind !== 'unchanged') writeFileAtomic({ path: resolve(context.cwd, file), shown: file }, text, 0o644, 'rename');
  }
  context.out(
    format === 'json'
      ? adoptionToJson(adoption, { tool: context.version })
      : adoptionToText(adoption, { style: context.outStyle }),
  );
}
