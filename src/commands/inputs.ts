import { readManifests } from '../io/read-manifests.ts';
import { resolveInParallel } from '../io/resolve-in-parallel.ts';
import type { Settings } from '../io/run-settings.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { DesiredState } from '../model/state.ts';
import { lintManifests } from '../plan/lint.ts';
import type { Context } from './context.ts';
import { lintOptions, manifestOptions } from './judging.ts';
import type { InputOptions } from './options.ts';
import { groupsFolder, type NamedPath, readSettings, showDiagnostics } from './settings-input.ts';

/** Settings and manifests as far as they could be read, with everything that is wrong with them. */
export interface Inputs {
  /** Undefined when the settings have errors. */
  readonly settings: Settings | undefined;
  readonly desired: DesiredState;
  readonly files: readonly ManifestFile[];
  /** The folder of the manifests. */
  readonly folder: NamedPath;
  readonly diagnostics: readonly Diagnostic[];
}

/** Inputs without errors. */
export interface SoundInputs extends Inputs {
  readonly settings: Settings;
}

/** Reads settings and manifests. Without a single manifest this is a Failure: nobody means "delete all" by nothing. */
export async function readInputs(context: Context, options: InputOptions): Promise<Inputs> {
  const { settings, diagnostics } = readSettings(context, options);
  const folder = groupsFolder(context, options);
  const worktree = await readManifests(folder, context.variables);
  if (worktree.files.length === 0 && worktree.diagnostics.length === 0) {
    const hint = 'Write a first manifest, or adopt what the directory holds with: rollcall import';
    throw new Failure('input', `there is no manifest in ${folder.shown}`, hint);
  }
  if (settings === undefined) {
    const all = sortDiagnostics([...diagnostics, ...worktree.diagnostics]);
    return { settings, desired: { groups: [] }, files: worktree.files, folder, diagnostics: all };
  }
  const resolved = await resolveInParallel(worktree.files, manifestOptions(context, settings));
  const wrong = [...worktree.diagnostics, ...resolved.diagnostics];
  const found = lintManifests(
    resolved.state.groups,
    worktree.files,
    wrong,
    lintOptions(context, settings, folder.shown),
  );
  const all = sortDiagnostics([...diagnostics, ...wrong, ...found]);
  return { settings, desired: resolved.state, files: worktree.files, folder, diagnostics: all };
}

/** The inputs when they are sound; otherwise undefined, and everything wrong with them is on standard error. */
export async function soundInputs(context: Context, options: InputOptions): Promise<SoundInputs | undefined> {
  const inputs = await readInputs(context, options);
  showDiagnostics(context, withoutAdvice(inputs.diagnostics));
  const { settings } = inputs;
  return settings === undefined || hasErrors(inputs.diagnostics) ? undefined : { ...inputs, settings };
}

/** What stops or concerns a run: warnings of rules are for `validate` alone, they would be in the way every night. */
export function withoutAdvice(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ rule, severity }) => severity === 'error' || rule === undefined);
}
