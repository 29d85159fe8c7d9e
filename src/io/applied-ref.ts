import { createHash } from 'node:crypto';
import { ask } from './git.ts';
import type { GitPlace } from './git-place.ts';
import { lookUp } from './revisions.ts';

/** What was applied where: a commit of one folder of manifests to one directory. */
export interface AppliedPlace {
  readonly place: GitPlace;
  /** The servers as the settings name them, or the path of the file. */
  readonly url: string;
  readonly base: string;
}

/** The commit that was applied last from this repository, as far as it was written down; undefined when it was not. */
export function readAppliedRef(where: AppliedPlace): Promise<string | undefined> {
  return lookUp(where.place, refOf(where));
}

/**
 * Writes down that a commit was applied, in a ref of the repository alone: nothing is pushed. Whether that works decides
 * nothing.
 */
export async function writeAppliedRef(where: AppliedPlace, commit: string): Promise<void> {
  const { top, variables } = where.place;
  await ask(top, variables, ['update-ref', refOf(where), commit]);
}

/** One ref a directory, so that what was applied to one is not taken for applied to another. */
function refOf({ place: { prefix }, url, base }: AppliedPlace): string {
  const name = createHash('sha256')
    .update(JSON.stringify([prefix, url, base]))
    .digest('hex')
    .slice(0, 16);
  return `refs/rollcall/applied/${name}`;
}
