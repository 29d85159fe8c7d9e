import type { Context } from './context.ts';
import type { Inputs } from './inputs.ts';

/** Which commit the manifests are, in words; undefined outside a repository. Git is loaded only here. */
export async function revisionOf(context: Context, { files, folder }: Inputs): Promise<string | undefined> {
  const { describeRevision } = await import('../io/repository.ts');
  const { cwd, variables } = context;
  return describeRevision({ cwd, variables, folder: folder.path, files });
}
