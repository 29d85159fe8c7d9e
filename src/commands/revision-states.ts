import type { GitPlace } from '../io/git-place.ts';
import { resolveInParallel } from '../io/resolve-in-parallel.ts';
import { readRevision } from '../io/revision-manifests.ts';
import { resolveBeside, type SoundManifests } from '../manifest/resolve-beside.ts';
import type { ManifestOptions } from '../manifest/rules/rule.ts';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { BaseState } from '../plan/diff-states.ts';
import { shortHash } from '../report/comparison-text.ts';
import type { Context } from './context.ts';
import { soundInputs } from './inputs.ts';
import type { InputOptions } from './options.ts';
import { showDiagnostics } from './settings-input.ts';

/** The manifests of the working tree when they are sound; otherwise undefined, and their problems are shown. */
export async function workingTree(context: Context, options: InputOptions): Promise<SoundManifests | undefined> {
  const inputs = await soundInputs(context, options);
  return inputs === undefined ? undefined : { files: inputs.files, groups: inputs.desired.groups };
}

/** The same of a commit. Without a single manifest this is a Failure, as in a working tree. */
export async function soundRevision(
  context: Context,
  place: GitPlace,
  commit: string,
  judging: ManifestOptions,
): Promise<SoundManifests | undefined> {
  const { files, diagnostics } = await readRevision(place, commit, []);
  if (files.length + diagnostics.length === 0) {
    const hint = 'Look at another commit, or name another folder with --groups.';
    throw new Failure('input', `there is no manifest in ${place.shown} at ${shortHash(commit)}`, hint);
  }
  const resolved = await resolveInParallel(files, judging);
  const all: readonly Diagnostic[] = sortDiagnostics([...diagnostics, ...resolved.diagnostics]);
  showDiagnostics(context, all);
  return hasErrors(all) ? undefined : { files, groups: resolved.state.groups };
}

/** What is compared with: the manifests of a commit as far as they are valid. */
export interface Base {
  readonly state: BaseState;
  /** What a reader should know about it, as sentences. */
  readonly notes: readonly string[];
}

/** The base as far as it is valid: it is there already, and a pull request that repairs it must be seen too. */
export async function baseState(
  context: Context,
  place: GitPlace,
  commit: string,
  sound: SoundManifests,
  judging: ManifestOptions,
): Promise<Base> {
  const read = await readRevision(place, commit, sound.files);
  const resolved = resolveBeside(read.files, sound, judging);
  const errors = [...read.diagnostics, ...resolved.diagnostics].filter((one) => hasErrors([one]));
  const invalid = new Set(errors.map(({ source }) => source.file));
  const notes: string[] = [];
  if (errors.length > 0) {
    context.err(`rollcall: manifests of the base ${shortHash(commit)} are not valid:\n`);
    showDiagnostics(context, sortDiagnostics(errors));
    const are = invalid.size === 1 ? 'manifest of the base is' : 'manifests of the base are';
    notes.push(`${invalid.size} ${are} not valid. What they declared is not known, and is not compared.`);
  }
  if (read.files.length + read.diagnostics.length === 0) {
    notes.push(`There is no manifest in ${place.shown} at the base, so all groups are new.`);
  }
  return { state: { groups: resolved.groups, invalid }, notes };
}
