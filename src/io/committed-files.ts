import { realpathSync } from 'node:fs';
import { posix, relative, resolve } from 'node:path';
import type { ManifestFile } from '../manifest/resolve.ts';
import { blobId } from './blob-id.ts';
import type { TreeEntry } from './git-objects.ts';
import { isManifestPath } from './manifest-path.ts';

/** Manifests as they were read, and where they belong in the repository. */
export interface ReadFiles {
  readonly cwd: string;
  readonly files: readonly ManifestFile[];
  /** The top of the working tree. */
  readonly top: string;
  /** The folder of the manifests from the top, with slashes; empty for the top itself. */
  readonly prefix: string;
}

/**
 * The manifests that are not as a commit has them: changed, not in it, or not there any more; by their paths from the
 * working directory. Files are compared by their hashes, so that no filter, hook or file system monitor of the
 * repository's configuration is ever run.
 */
export function otherThanCommitted(
  committed: readonly TreeEntry[],
  { cwd, files, top, prefix }: ReadFiles,
): readonly string[] {
  const ids = new Map<string, string>();
  for (const { path, kind, id } of committed) {
    if (kind === 'file' && isManifestPath(posix.relative(prefix, path))) ids.set(resolve(top, path), id);
  }
  const others: string[] = [];
  for (const { file, text } of files) {
    const path = realpathSync(resolve(cwd, file));
    const id = ids.get(path);
    if (id === undefined || id !== blobId(text, id)) others.push(file);
    ids.delete(path);
  }
  return [...others, ...[...ids.keys()].map((path) => relative(cwd, path))].sort();
}
