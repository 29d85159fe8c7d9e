import { askObjects } from './git.ts';
import { type GitPlace, gitFailure, outputOf } from './git-place.ts';
import { maximumManifestSize } from './manifest-file.ts';

/** A file, link or submodule of a commit. */
export interface TreeEntry {
  /** Path from the top of the repository, with slashes. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'submodule';
  readonly id: string;
}

/** The content of a blob as it is stored, without any filter; or why it is not read. */
export type Blob =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'too large' }
  | { readonly kind: 'missing' };

/** What a commit has in the folder of the manifests. */
export async function listTree(place: GitPlace, commit: string): Promise<readonly TreeEntry[]> {
  const below = place.prefix === '' ? [] : ['--', place.prefix];
  return parseTree(await outputOf(place, ['ls-tree', '-r', '-z', '--full-tree', commit, ...below]));
}

/** Reads the output of `git ls-tree -z`. */
export function parseTree(text: string): readonly TreeEntry[] {
  return text.split('\0').flatMap((line) => {
    const [, mode = '', id, path] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return id === undefined || path === undefined ? [] : [{ path, id, kind: kindOf(mode) }];
  });
}

/** What the mode of an entry says that it is. */
export function kindOf(mode: string): TreeEntry['kind'] {
  return mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : 'file';
}

/** Blobs by their ids, each read once; a blob that is larger than a manifest may be is not read at all. */
export async function readBlobs(place: GitPlace, ids: readonly string[]): Promise<ReadonlyMap<string, Blob>> {
  const blobs = new Map<string, Blob>();
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return blobs;
  const small: string[] = [];
  for (const line of (await objects(place, '--batch-check', wanted)).toString('latin1').split('\n')) {
    const [id = '', type, size] = line.split(' ');
    if (type === 'blob' && Number(size) <= maximumManifestSize) small.push(id);
    else if (id !== '') blobs.set(id, { kind: type === 'blob' ? 'too large' : 'missing' });
  }
  for (const [id, blob] of await readSmallBlobs(place, small)) blobs.set(id, blob);
  return blobs;
}

/** Blobs that are known to be there, and no larger than a manifest may be. */
export async function readSmallBlobs(place: GitPlace, ids: readonly string[]): Promise<ReadonlyMap<string, Blob>> {
  if (ids.length === 0) return new Map();
  const found = parseBatch(await objects(place, '--batch', ids));
  return new Map([...found].map(([id, bytes]) => [id, { kind: 'bytes', bytes }]));
}

async function objects(place: GitPlace, what: '--batch' | '--batch-check', ids: readonly string[]): Promise<Buffer> {
  const answer = await askObjects(place.top, place.variables, what, ids);
  if (answer.kind !== 'answer') throw gitFailure(answer, place.top);
  return answer.bytes;
}

/** The answer of `git cat-file --batch`: for each object a line with id, type and size, its bytes, and a line end. */
function* parseBatch(answer: Buffer): Generator<readonly [id: string, bytes: Buffer]> {
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(10, at);
    const [id = '', type, size] = answer.toString('latin1', at, end).split(' ');
    const start = end + 1;
    const length = type === 'blob' ? Number(size) : -1;
    if (length >= 0) yield [id, answer.subarray(start, start + length)];
    at = start + length + 1;
  }
}
