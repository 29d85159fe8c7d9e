import { findGitPlace, type GitPlace } from '../io/git-place.ts';
import { resolveInParallel } from '../io/resolve-in-parallel.ts';
import { readRevision } from '../io/revision-manifests.ts';
import { mergeBase, resolveCommit } from '../io/revisions.ts';
import { resolveBeside, type SoundManifests } from '../manifest/resolve-beside.ts';
import type { ManifestOptions } from '../manifest/rules/rule.ts';
import type { ComparedRevisions, Comparison } from '../model/comparison.ts';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import { type BaseState, diffStates } from '../plan/diff-states.ts';
import { comparisonToJson } from '../report/comparison-json.ts';
import { comparisonToMarkdown } from '../report/comparison-markdown.ts';
import { comparisonToText, shortHash } from '../report/comparison-text.ts';
import { count } from '../report/wording.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { diffFormats } from './formats.ts';
import { groupsFolder, readSettings, showDiagnostics, soundInputs } from './inputs.ts';
import { type ManifestInputOptions, manifestOptions, withoutDirectory } from './judging.ts';

/** Options of `diff`. */
export interface DiffOptions extends ManifestInputOptions {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly format: (typeof diffFormats)[number];
  readonly full: boolean;
  readonly detailedExitcode: boolean;
}

/** What a branch or pull request changes: who joins and who leaves which group. */
export async function run(context: Context, options: DiffOptions): Promise<ExitCode> {
  const inputOptions = withoutDirectory(options);
  const { settings, diagnostics } = readSettings(context, inputOptions);
  if (settings === undefined) {
    showDiagnostics(context, diagnostics);
    return exitCode.input;
  }
  const place = await findGitPlace(groupsFolder(context, inputOptions), context.variables);
  const head = await resolveCommit(place, options.head ?? 'HEAD');
  const base = options.base === undefined ? await mergeBase(place, head) : await resolveCommit(place, options.base);
  const judging = manifestOptions(settings);
  const sound =
    options.head === undefined
      ? await workingTree(context, options)
      : await soundRevision(context, place, head, judging);
  if (sound === undefined) return exitCode.input;
  const { state, notes } = await baseState(context, place, base, sound, judging);
  const comparison = diffStates(state, { groups: sound.groups }, judging);
  const revisions = { base, head: options.head === undefined ? undefined : head, notes };
  context.out(render(comparison, revisions, options, context));
  return options.detailedExitcode && comparison.changes.length > 0 ? exitCode.changesPending : exitCode.done;
}

async function workingTree(context: Context, options: DiffOptions): Promise<SoundManifests | undefined> {
  const inputs = await soundInputs(context, withoutDirectory(options));
  return inputs === undefined ? undefined : { files: inputs.files, groups: inputs.desired.groups };
}

async function soundRevision(
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

/** The base as far as it is valid: it is there already, and a pull request that repairs it must be seen too. */
async function baseState(
  context: Context,
  place: GitPlace,
  commit: string,
  sound: SoundManifests,
  judging: ManifestOptions,
): Promise<{ readonly state: BaseState; readonly notes: readonly string[] }> {
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
    notes.push(
      `There is no manifest in ${place.shown} at the base, so ${count(sound.groups.length, 'group')} are new.`,
    );
  }
  return { state: { groups: resolved.groups, invalid }, notes };
}

function render(comparison: Comparison, revisions: ComparedRevisions, options: DiffOptions, context: Context): string {
  switch (options.format) {
    case 'text': {
      const detail = options.full ? 'full' : 'short';
      return comparisonToText(comparison, { style: context.outStyle, revisions, detail });
    }
    case 'markdown':
      return comparisonToMarkdown(comparison, { revisions, budget: 60_000 });
    case 'json':
      return comparisonToJson(comparison, { tool: context.version, revisions });
  }
}
