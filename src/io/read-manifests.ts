import type { Diagnostic } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { Checkout, ManifestFolder } from './checkout.ts';
import { repositoryAround } from './find-repository.ts';
import type { Variables } from './git.ts';
import { readWorktree, type Worktree } from './worktree.ts';

/**
 * The manifests of a folder; in a git working tree also what git tracks and the checkout lacks, as errors: half a
 * checkout must never look like a decision. Files that git does not track are manifests like others. Git is loaded only
 * where there is a repository.
 */
export async function readManifests(folder: ManifestFolder, variables: Variables): Promise<Worktree> {
  const repository = repositoryAround(folder.path, variables);
  if (repository === undefined) return readWorktree(folder.path, folder.shown);
  const { openCheckout } = await import('./checkout.ts');
  const checkout = await openCheckout(folder, repository, variables);
  const worktree = readWhatIsThere(folder, checkout);
  await checkout.confirm();
  return worktree;
}

function readWhatIsThere({ path, shown }: ManifestFolder, checkout: Checkout): Worktree {
  try {
    const { files, diagnostics } = readWorktree(path, shown);
    const found = new Set([...files.map(({ file }) => file), ...diagnostics.map(({ source }) => source.file)]);
    return { files, diagnostics: [...diagnostics, ...checkout.problems(found)] };
  } catch (error) {
    const problems: readonly Diagnostic[] = error instanceof Failure ? checkout.problems(new Set()) : [];
    if (problems.length === 0) throw error;
    return { files: [], diagnostics: problems };
  }
}
