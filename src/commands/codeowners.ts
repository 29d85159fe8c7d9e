import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import { topOfRepository } from '../io/repository-top.ts';
import { readTextFile } from '../io/text-file.ts';
import { ownedFiles } from '../manifest/owned-files.ts';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import { codeownersBlock, mergeCodeowners, type PathOwners } from '../report/codeowners.ts';
import { textDiff } from '../report/text-diff.ts';
import { count } from '../report/wording.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { type SoundInputs, soundInputs } from './inputs.ts';
import type { InputOptions } from './options.ts';
import { settingsPath, showDiagnostics } from './settings-input.ts';

/** Options of `codeowners`. */
export interface CodeownersOptions extends InputOptions {
  /** Whether the file is only compared. */
  readonly check: boolean;
  readonly stdout: boolean;
  /** Another file than `.github/CODEOWNERS` of the repository. */
  readonly out: string | undefined;
}

/** Writes the owners of the manifests as a CODEOWNERS file, or says how it differs. */
export async function run(context: Context, options: CodeownersOptions): Promise<ExitCode> {
  const inputs = await soundInputs(context, options);
  if (inputs === undefined) return exitCode.input;
  const top = realpathSync(await topOfRepository(context.cwd, context.variables));
  const { owners, diagnostics } = pathOwners(context, options, inputs, top);
  showDiagnostics(context, diagnostics);
  if (hasErrors(diagnostics)) return exitCode.input;
  const path = options.out === undefined ? join(top, '.github/CODEOWNERS') : resolve(context.cwd, options.out);
  const place = { path, shown: relative(context.cwd, path) };
  const before = readTextFile(place);
  const merged = mergeCodeowners(before ?? '', codeownersBlock(owners));
  if ('problem' in merged) {
    throw new Failure('input', `${place.shown}: ${merged.problem}`, 'Put the two lines right, or delete them.');
  }
  if (options.stdout) context.out(merged.text);
  else if (options.check) return compare(context, place.shown, before ?? '', merged.text);
  else if (merged.text === before) context.out(`${place.shown} is up to date.\n`);
  else {
    writeFileAtomic(place, merged.text, 0o644, 'rename');
    context.out(`Wrote ${place.shown}: ${count(owners.length, 'path')} with owners.\n`);
  }
  return exitCode.done;
}

function compare(context: Context, shown: string, before: string, wanted: string): ExitCode {
  if (before === wanted) {
    context.out(`${shown} is up to date.\n`);
    return exitCode.done;
  }
  context.out(textDiff(shown, before, wanted, context.outStyle));
  context.err(`${shown} is not up to date; rollcall codeowners writes it.\n`);
  return exitCode.input;
}

interface Found {
  readonly owners: readonly PathOwners[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Later lines win: first everything in the folder, then the manifests by name, then what decides about Rollcall itself. */
function pathOwners(context: Context, options: InputOptions, inputs: SoundInputs, top: string): Found {
  const { settings, files, folder } = inputs;
  const { handles, default: fallback, settings: guards } = settings.owners;
  const owned = ownedFiles(files, handles);
  const fromTop = (file: string): string =>
    relative(top, realpathSync(resolve(context.cwd, file)))
      .split(sep)
      .join('/');
  const manifests = owned.files.map(({ file, handles: own }) => ({ path: fromTop(file), file, handles: own }));
  const all = [{ path: fromTop(folder.path), file: folder.shown }, ...manifests];
  const wrong = all.filter(({ path }) => !fits(path)).map(({ file }) => unfit(file));
  const config = settingsPath(context, options);
  const own = [...(readTextFile(config) === undefined ? [] : [fromTop(config.path)]), '.github/'].filter(fits);
  return {
    owners: [
      { path: `${fromTop(folder.path)}/`, handles: fallback },
      ...manifests.sort((a, b) => (a.path < b.path ? -1 : 1)),
      ...own.map((path) => ({ path, handles: guards })),
    ].filter((one) => one.handles.length > 0),
    diagnostics: sortDiagnostics([...owned.diagnostics, ...wrong]),
  };
}

/** A line cannot hold a control character, and a pattern cannot lead out of the repository. */
function fits(path: string): boolean {
  return !/\p{Cc}/u.test(path) && !/^\.\.(?:\/|$)/.test(path);
}

function unfit(file: string): Diagnostic {
  const source = { file, line: 1, column: 1, endColumn: 2, text: '' };
  const message = 'CODEOWNERS cannot hold this path';
  const hint = 'Keep manifests inside the repository, under names without control characters.';
  return { code: 'RC230', severity: 'error', message, hint, source };
}
