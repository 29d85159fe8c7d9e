import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { inclusionProblems } from './inclusion-problems.ts';
import { groupsOnDay, judgeManifests, type ManifestFile } from './resolve.ts';
import type { ManifestOptions } from './rules/rule.ts';

/** Manifests that were resolved already, without an error. */
export interface SoundManifests {
  readonly files: readonly ManifestFile[];
  readonly groups: readonly DesiredGroup[];
}

/** Groups as far as their manifests are valid. */
export interface ResolvedBeside {
  readonly groups: readonly DesiredGroup[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves another version of manifests that were resolved already: those with the same name and text give the very same
 * groups, so only the others are read. Groups of manifests with errors are left out, and so are those that include them:
 * nobody knows who is in them.
 */
export function resolveBeside(
  files: readonly ManifestFile[],
  sound: SoundManifests,
  options: ManifestOptions,
): ResolvedBeside {
  const texts = new Map(sound.files.map(({ file, text }) => [file, text]));
  const same = new Set(files.filter(({ file, text }) => texts.get(file) === text).map(({ file }) => file));
  const changed = files.filter(({ file }) => !same.has(file));
  const { state, diagnostics } = judgeManifests(changed, options);
  const invalid = new Set(diagnostics.filter((one) => hasErrors([one])).map(({ source }) => source.file));
  const groups = [
    ...sound.groups.filter(({ file }) => same.has(file)),
    ...state.groups.filter(({ file }) => !invalid.has(file)),
  ];
  const included = withoutUnclear(groups, files, options);
  return { groups: groupsOnDay(included.groups, options), diagnostics: [...diagnostics, ...included.diagnostics] };
}

/** Leaves out what includes a group that is not there, until nothing does any more. */
function withoutUnclear(
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  options: ManifestOptions,
): ResolvedBeside {
  const present = new Set(groups.map(({ file }) => file));
  const whole = files.filter(({ file }) => present.has(file));
  const errors = inclusionProblems(groups, whole, options).filter((one) => hasErrors([one]));
  if (errors.length === 0) return { groups, diagnostics: [] };
  const unclear = new Set(errors.map(({ source }) => source.file));
  const rest = withoutUnclear(
    groups.filter(({ file }) => !unclear.has(file)),
    whole,
    options,
  );
  return { groups: rest.groups, diagnostics: [...errors, ...rest.diagnostics] };
}
