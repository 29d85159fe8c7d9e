import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import type { ManifestFile } from '../manifest/resolve.ts';
import { otherThanCommitted } from './committed-files.ts';
import { ask, type Variables } from './git.ts';
import { parseTree } from './git-objects.ts';

/** Whose revision is asked for. */
export interface RevisionRequest {
  readonly cwd: string;
  readonly variables: Variables;
  /** Absolute path of the folder of the manifests. */
  readonly folder: string;
  readonly files: readonly ManifestFile[];
}

/** The commit of the working tree, and whether the manifests are as it has them. */
export interface CommittedRevision {
  readonly hash: string;
  readonly isClean: boolean;
}

/** Which commit the manifests are, in words: `1a2b3c4d5e6f`, or the same with a remark that files differ from it. */
export async function describeRevision(request: RevisionRequest): Promise<string | undefined> {
  const revision = await committedRevision(request);
  if (revision === undefined) return undefined;
  const short = revision.hash.slice(0, 12);
  return revision.isClean ? short : `${short} with uncommitted changes`;
}

/**
 * Which commit the manifests are. Undefined outside a git repository, and before its first commit. The files are compared
 * by their hashes, so that no filter, hook or file system monitor of the repository's configuration is ever run.
 */
export async function committedRevision(request: RevisionRequest): Promise<CommittedRevision | undefined> {
  const { folder, variables } = request;
  const answer = await textOf(folder, variables, ['rev-parse', '--show-toplevel', 'HEAD^{commit}']);
  const [, top, hash] = /^(.+)\n([0-9a-f]{40,64})\n$/s.exec(answer ?? '') ?? [];
  if (hash === undefined || top === undefined) return undefined;
  const path = relative(realpathSync(top), realpathSync(folder));
  const tree = path.startsWith('..')
    ? undefined
    : await textOf(folder, variables, ['ls-tree', '-r', '-z', '--full-tree', hash, '--', path || '.']);
  if (tree === undefined) return undefined;
  const found = { ...request, top: realpathSync(top), prefix: path };
  return { hash, isClean: otherThanCommitted(parseTree(tree), found).length === 0 };
}

async function textOf(folder: string, variables: Variables, command: readonly string[]): Promise<string | undefined> {
  const answer = await ask(folder, variables, command);
  return answer.kind === 'answer' ? answer.text : undefined;
}
