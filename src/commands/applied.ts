import { readAppliedRef, writeAppliedRef } from '../io/applied-ref.ts';
import { findGitPlace, type GitPlace } from '../io/git-place.ts';
import { committedRevision } from '../io/repository.ts';
import type { Settings } from '../io/run-settings.ts';
import { Failure } from '../model/failure.ts';
import type { Context } from './context.ts';
import type { SoundInputs } from './inputs.ts';

/** The commit that this repository knows to have been applied last to the directory; undefined when it knows none. */
export function lastApplied(place: GitPlace, settings: Settings): Promise<string | undefined> {
  return readAppliedRef(appliedPlace(place, settings));
}

/**
 * Writes down that the directory is as the commit declares, when the manifests are those of a commit. It is good to know
 * and decides nothing, so whatever git says to it, the run goes on.
 */
export async function rememberApplied(context: Context, { folder, files, settings }: SoundInputs): Promise<void> {
  const { cwd, variables } = context;
  try {
    const revision = await committedRevision({ cwd, variables, folder: folder.path, files });
    if (revision?.isClean !== true) return;
    await writeAppliedRef(appliedPlace(await findGitPlace(folder, variables), settings), revision.hash);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

function appliedPlace(
  place: GitPlace,
  { directory: { ldifFile, url, base } }: Settings,
): Parameters<typeof readAppliedRef>[0] {
  return { place, url: ldifFile ?? url, base };
}
