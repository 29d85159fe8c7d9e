import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import type { ManifestFile } from '../manifest/resolve.ts';

/**
 * Which commit the manifests are, in words: `1a2b3c4d5e6f`, or the same with a remark that files differ from it.
 * Undefined outside a git repository, and before its first commit. The files are compared by their hashes, so that no
 * filter, hook or file system monitor of the repository's configuration is ever run.
 */
export async function describeRevision(
  cwd: string,
  folder: string,
  files: readonly ManifestFile[],
): Promise<string | undefined> {
  const git = simpleGit({ baseDir: cwd, trimmed: true });
  const head = await ask(git, ['rev-parse', '--verify', '--end-of-options', 'HEAD^{commit}']);
  const top = await ask(git, ['rev-parse', '--show-toplevel']);
  if (head === undefined || top === undefined || !/^[0-9a-f]{40,64}$/.test(head)) return undefined;
  const path = relative(realpathSync(top), realpathSync(folder));
  const tree = path.startsWith('..')
    ? undefined
    : await ask(git, ['ls-tree', '-r', '-z', '--full-tree', head, '--', path || '.']);
  if (tree === undefined) return undefined;
  const short = head.slice(0, 12);
  return sameFiles(tree, files, { cwd, top: realpathSync(top), folder: path })
    ? short
    : `${short} with uncommitted changes`;
}

interface Place {
  readonly cwd: string;
  readonly top: string;
  /** The folder of the manifests, from `top`. */
  readonly folder: string;
}

function sameFiles(tree: string, files: readonly ManifestFile[], { cwd, top, folder }: Place): boolean {
  const committed = new Map<string, string>();
  for (const line of tree.split('\0')) {
    const match = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line);
    const [, hash, path] = match ?? [];
    if (hash === undefined || path === undefined) continue;
    if (isManifest(relative(folder, path))) committed.set(resolve(top, path), hash);
  }
  if (committed.size !== files.length) return false;
  return files.every(({ file, text }) => {
    const hash = committed.get(realpathSync(resolve(cwd, file)));
    return hash !== undefined && hash === blobHash(text, hash.length === 64 ? 'sha256' : 'sha1');
  });
}

/** The same names that are read from a worktree: dot files and other types are no manifests. */
function isManifest(path: string): boolean {
  return path.endsWith('.yaml') && path.split('/').every((name) => !name.startsWith('.'));
}

function blobHash(text: string, algorithm: 'sha1' | 'sha256'): string {
  const bytes = Buffer.from(text);
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

async function ask(git: SimpleGit, command: string[]): Promise<string | undefined> {
  try {
    return await git.raw(command);
  } catch {
    return undefined;
  }
}
