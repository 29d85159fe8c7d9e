import { posix } from 'node:path';
import { fileDiagnostic } from '../manifest/file-diagnostic.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { blobId } from './blob-id.ts';
import { type Blob, listTree, readBlobs, type TreeEntry } from './git-objects.ts';
import { type GitPlace, shownPath } from './git-place.ts';
import { linkProblem, manifestOf, nameProblem, sizeProblem } from './manifest-file.ts';
import type { Worktree } from './worktree.ts';

/**
 * The manifests as a commit has them, judged as those of a working tree: links, submodules, other names and contents that
 * are no text are errors. Nothing is checked out, and no filter or text conversion is run. `known` are manifests that
 * were read already: a file with the same content is not read again, and gets the same text.
 */
export async function readRevision(place: GitPlace, commit: string, known: readonly ManifestFile[]): Promise<Worktree> {
  const entries = (await listTree(place, commit)).filter((entry) => isLookedAt(place, entry));
  const texts = new Map(known.map(({ text }) => [blobId(text, commit), text]));
  const unread = entries.filter(({ kind, path, id }) => kind === 'file' && path.endsWith('.yaml') && !texts.has(id));
  const blobs = await readBlobs(
    place,
    unread.map(({ id }) => id),
  );
  const files: ManifestFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const read = manifestAt(entry, shownPath(place, entry.path), texts, blobs);
    if ('code' in read) diagnostics.push(read);
    else files.push(read);
  }
  return { files, diagnostics };
}

/** The same as in a working tree: nothing whose name begins with a dot; links and submodules always, else YAML files. */
function isLookedAt({ prefix }: GitPlace, { path, kind }: TreeEntry): boolean {
  const names = posix.relative(prefix, path).split('/');
  return names.every((name) => !name.startsWith('.')) && (kind !== 'file' || /\.ya?ml$/i.test(path));
}

function manifestAt(
  { kind, path, id }: TreeEntry,
  file: string,
  texts: ReadonlyMap<string, string>,
  blobs: ReadonlyMap<string, Blob>,
): ManifestFile | Diagnostic {
  if (kind === 'link') return linkProblem(file);
  if (kind === 'submodule') return submoduleProblem(file);
  if (!path.endsWith('.yaml')) return nameProblem(file);
  const text = texts.get(id);
  if (text !== undefined) return { file, text };
  const blob = blobs.get(id) ?? { kind: 'missing' };
  switch (blob.kind) {
    case 'bytes':
      return manifestOf(file, blob.bytes);
    case 'too large':
      return sizeProblem(file);
    case 'missing': {
      const hint = 'Fetch the contents too: this may be a partial clone (git clone --filter).';
      return fileDiagnostic('RC156', file, 'the file cannot be read: git does not have its content', hint);
    }
  }
}

function submoduleProblem(file: string): Diagnostic {
  const hint = 'Keep the manifests in this repository: those of a submodule cannot be compared.';
  return fileDiagnostic('RC158', file, 'a submodule, whose files this repository does not have', hint);
}
