import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { judgeManifests, type ManifestFile } from './resolve.ts';
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
 * groups, so only the others are read. Groups of manifests with errors are left out.
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
  return { groups, diagnostics };
}
