import { findGitPlace, type GitPlace } from '../io/git-place.ts';
import { confirmFiles, followTip, type Tip } from '../io/tip.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { Declared } from '../model/round.ts';
import { shortHash } from '../report/comparison-text.ts';
import { diagnosticCountLine } from '../report/diagnostic-counts.ts';
import { manifestWords } from '../report/phase-words.ts';
import type { Context } from './context.ts';
import { readInputs, type SoundInputs, withoutAdvice } from './inputs.ts';
import type { InputOptions } from './options.ts';
import type { Told } from './phase-log.ts';
import { heededForPlan } from './planning-inputs.ts';
import { revisionOf } from './revision.ts';
import { groupsFolder, settingsPath, showDiagnostics } from './settings-input.ts';

/** The commit that a run follows, and where. */
export interface Followed {
  readonly place: GitPlace;
  readonly tip: Tip;
}

/** What a run takes from the working tree; undefined inputs are not sound. */
export interface Taken {
  readonly inputs: SoundInputs | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly declared: Declared | undefined;
  readonly revision: string | undefined;
}

/** Makes sure that HEAD is the commit to follow, when there is one. */
export async function lookAtTip(
  context: Context,
  options: InputOptions & { readonly tip: string | undefined },
): Promise<Told<Followed | undefined>> {
  if (options.tip === undefined) return { value: undefined, said: 'any commit will do (no --tip)' };
  const place = await findGitPlace(groupsFolder(context, options), context.variables);
  const tip = await followTip(place, options.tip);
  return { value: { place, tip }, said: `${shortHash(tip.commit)} is ${tip.name}` };
}

/** Reads settings and manifests, which must be those of the commit to follow. */
export async function takeInputs(
  context: Context,
  options: InputOptions,
  followed: Followed | undefined,
): Promise<Told<Taken>> {
  const read = await readInputs(context, options);
  const { settings, desired, files } = read;
  const diagnostics = withoutAdvice(heededForPlan(read));
  showDiagnostics(context, diagnostics);
  if (settings === undefined || hasErrors(diagnostics)) {
    const counts = diagnosticCountLine(diagnostics).replace(/\.$/, '');
    const value = { inputs: undefined, diagnostics, declared: undefined, revision: undefined };
    return { value, said: `${counts}; nothing was written`, end: 'failed' };
  }
  if (followed !== undefined) {
    const { place, tip } = followed;
    await confirmFiles(place, tip, { cwd: context.cwd, files, settings: settingsPath(context, options) });
  }
  const inputs = { ...read, settings };
  const revision = followed === undefined ? await revisionOf(context, inputs) : shortHash(followed.tip.commit);
  const memberships = desired.groups.reduce((sum, { members }) => sum + members.length, 0);
  const declared = { groups: desired.groups.length, memberships };
  return { value: { inputs, diagnostics, declared, revision }, said: manifestWords(declared, revision) };
}
