import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { ManifestFile } from '../manifest/resolve.ts';
import { Failure } from '../model/failure.ts';
import { blobId } from './blob-id.ts';
import type { ManifestFolder } from './checkout.ts';
import { otherThanCommitted } from './committed-files.ts';
import { listTree, parseTree } from './git-objects.ts';
import { type GitPlace, outputOf } from './git-place.ts';
import { resolveCommit } from './revisions.ts';

/** The commit that a run follows. */
export interface Tip {
  /** What names it, such as `origin/main`. */
  readonly name: string;
  /** Its hash. */
  readonly commit: string;
}

/** The commit at HEAD when it is the one that this name names; otherwise a Failure that says how they differ. */
export async function followTip(place: GitPlace, name: string): Promise<Tip> {
  const commit = await resolveCommit(place, name);
  const head = await resolveCommit(place, 'HEAD');
  if (head !== commit) throw await otherCommit(place, head, { name, commit });
  return { name, commit };
}

/** Fails when HEAD, or what the name names, is another commit by now. */
export async function confirmTip(place: GitPlace, { name, commit }: Tip): Promise<void> {
  for (const moving of [name, 'HEAD']) {
    const now = await resolveCommit(place, moving);
    if (now === commit) continue;
    throw new Failure(
      'commit',
      `${moving} was ${short(commit)} when this run began, and is ${short(now)} now`,
      'Nothing was written. Run the command again: it reads the manifests of the new commit.',
    );
  }
}

/** Fails when the manifests that were read, or the settings file where it is tracked, are not those of the commit. */
export async function confirmFiles(place: GitPlace, { commit }: Tip, read: TipFiles): Promise<void> {
  const tree = await listTree(place, commit);
  const others = [
    ...otherThanCommitted(tree, { ...read, top: place.top, prefix: place.prefix }),
    ...(await otherSettings(place, commit, read.settings)),
  ];
  if (others.length === 0) return;
  const named = others.slice(0, 5).join(', ');
  const more = others.length > 5 ? `, and ${others.length - 5} more` : '';
  throw new Failure(
    'commit',
    `${others.length === 1 ? '1 file differs' : `${others.length} files differ`} from the commit ${short(commit)}: ${named}${more}`,
    'Nothing was written. With --tip, only what is committed counts: commit the changes, or take them back (git status shows them).',
  );
}

/** What was read from the working tree. */
export interface TipFiles {
  readonly cwd: string;
  readonly files: readonly ManifestFile[];
  readonly settings: ManifestFolder;
}

async function otherCommit(place: GitPlace, head: string, { name, commit }: Tip): Promise<Failure> {
  const [is, is_] = [`HEAD is ${short(head)}`, `${name} is ${short(commit)}`];
  if (place.isShallow) {
    const hint = `Nothing was written. Check out ${name}. This clone is shallow, so nobody can tell which of them is newer.`;
    return new Failure('commit', `this is not the commit to follow: ${is}, and ${is_}`, hint);
  }
  const counts = (await outputOf(place, ['rev-list', '--left-right', '--count', `${head}...${commit}`])).trim();
  const [ahead = 0, behind = 0] = counts.split('\t').map(Number);
  if (ahead === 0) {
    const hint = `Nothing was written. The run of the newer commit writes what is right; to have it here: git merge --ff-only ${name}`;
    return new Failure('commit', `this commit is behind ${name} by ${behind}: ${is}, and ${is_}`, hint);
  }
  if (behind === 0) {
    const hint = `Nothing was written. Bring the ${ahead === 1 ? 'commit' : 'commits'} to ${name} first, or fetch: this clone may know an old ${name}.`;
    return new Failure('commit', `this commit is ahead of ${name} by ${ahead}: ${is}, and ${is_}`, hint);
  }
  const hint = `Nothing was written. Check out ${name}; git log --oneline --left-right HEAD...${name} shows the difference.`;
  return new Failure(
    'commit',
    `this commit and ${name} have diverged, by ${ahead} and ${behind}: ${is}, and ${is_}`,
    hint,
  );
}

/** A settings file that git does not track is somebody's own business; one that it tracks is what was reviewed. */
async function otherSettings(place: GitPlace, commit: string, { path, shown }: ManifestFolder): Promise<string[]> {
  const there = existsSync(path);
  const inside = relative(place.top, there ? realpathSync(path) : path)
    .split(sep)
    .join('/');
  if (inside.startsWith('..')) return [];
  const tree = parseTree(await outputOf(place, ['ls-tree', '-z', '--full-tree', commit, '--', inside]));
  const id = tree.find((entry) => entry.path === inside)?.id;
  return id === undefined || (there && blobId(readFileSync(path, 'utf8'), id) === id) ? [] : [shown];
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
