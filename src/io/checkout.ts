import { existsSync, statSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import { checkoutProblems, unfinishedCheckout } from './checkout-problems.ts';
import { type RepositoryPlace, repositoryAround } from './find-repository.ts';
import { ask, type Variables } from './git.ts';
import { type IndexEntry, parseIndex } from './git-index.ts';
import { isManifestPath } from './manifest-path.ts';

/** A folder of manifests: its absolute path, and as messages show it. */
export interface ManifestFolder {
  readonly path: string;
  readonly shown: string;
}

/** What git knows about the manifests of a folder, looked up before they are read. */
export interface Checkout {
  /** What is missing or unfinished, given the files that were found in the folder, as messages show them. */
  readonly problems: (found: ReadonlySet<string>) => readonly Diagnostic[];
  /** Fails when git changed the checkout since it was opened: files of two commits may have been read. */
  readonly confirm: () => Promise<void>;
}

/** Looks a folder of manifests up in its repository, and in the submodules below it. */
export async function openCheckout(
  folder: ManifestFolder,
  repository: RepositoryPlace,
  variables: Variables,
): Promise<Checkout> {
  const place = await locate(folder, repository, variables);
  await untilGitIsDone(place);
  const stamp = indexStamp(place);
  const text = await listIndex(place);
  const entries = parseIndex(text);
  const below = await openSubmodules(entries, place);
  const unfinished = entries.length === 0 && (await isUnfinished(place));
  return {
    problems: (found) => [
      ...(unfinished ? [unfinishedCheckout(folder.shown)] : []),
      ...checkoutProblems(entries, { top: place.top, prefix: place.prefix, shown: folder.shown, found }),
      ...below.flatMap((submodule) => submodule.problems(found)),
    ],
    confirm: async () => {
      await untilGitIsDone(place);
      if (indexStamp(place) !== stamp && (await listIndex(place)) !== text) {
        const hint = 'Run the command again when git is done.';
        throw new Failure('input', `git changed ${folder.shown} while it was read`, hint);
      }
      for (const submodule of below) await submodule.confirm();
    },
  };
}

interface Place {
  readonly folder: ManifestFolder;
  readonly variables: Variables;
  /** The top of the working tree. */
  readonly top: string;
  /** The folder of the manifests from the top, with slashes; empty for the top itself. */
  readonly prefix: string;
  /** The file of the index, which git replaces whenever it changes it. */
  readonly index: string;
  /** The file that git makes while it works on the checkout. */
  readonly lock: string;
}

async function locate(folder: ManifestFolder, { start, rest }: RepositoryPlace, variables: Variables): Promise<Place> {
  const { top, gitFolder } = await foldersOf(start, variables);
  const prefix = relative(top, join(start, rest)).split(sep).join('/');
  return { folder, variables, top, prefix, index: join(gitFolder, 'index'), lock: join(gitFolder, 'index.lock') };
}

/** One question is enough, unless a name has a line end in it. */
async function foldersOf(start: string, variables: Variables): Promise<{ top: string; gitFolder: string }> {
  const words = ['--show-toplevel', '--absolute-git-dir'];
  const both = (await answerOf(start, variables, ['rev-parse', ...words])).split('\n');
  const [top = '', gitFolder = ''] =
    both.length === 3
      ? both
      : await Promise.all(
          words.map(async (word) => withoutLineEnd(await answerOf(start, variables, ['rev-parse', word]))),
        );
  return { top, gitFolder };
}

/** Git holds its lock for moments, also when an editor only looks; a hook is run by a git that holds it on purpose. */
async function untilGitIsDone({ lock, variables }: Place): Promise<void> {
  if (variables['GIT_INDEX_FILE'] !== undefined) return;
  for (let tries = 0; existsSync(lock); tries += 1) {
    if (tries === 20) {
      const hint = `Wait until git is done. When no git runs, a lost one left ${lock}: remove it and check out again.`;
      throw new Failure('input', 'git is at work in this repository, so the manifests may be half checked out', hint);
    }
    await sleep(50);
  }
}

/** Which file the index is; undefined before there is one. */
function indexStamp({ index }: Place): string | undefined {
  const file = statSync(index, { bigint: true, throwIfNoEntry: false });
  return file === undefined ? undefined : `${file.ino} ${file.size} ${file.mtimeNs} ${file.ctimeNs}`;
}

function listIndex({ top, prefix, variables }: Place): Promise<string> {
  return answerOf(top, variables, ['ls-files', '-t', '--stage', '-z', '--full-name', '--', prefix || '.']);
}

async function openSubmodules(entries: readonly IndexEntry[], place: Place): Promise<readonly Checkout[]> {
  const { folder, top, prefix, variables } = place;
  const opened: Checkout[] = [];
  for (const { kind, path } of entries) {
    const at = join(top, path);
    if (kind !== 'submodule' || !existsSync(join(at, '.git'))) continue;
    const inner = { path: at, shown: join(folder.shown, posix.relative(prefix, path)) };
    const repository = repositoryAround(at, variables);
    if (repository !== undefined) opened.push(await openCheckout(inner, repository, variables));
  }
  return opened;
}

/** A clone that was interrupted, or told to check nothing out, has no index yet, whatever files are there already. */
async function isUnfinished({ top, prefix, variables }: Place): Promise<boolean> {
  if ((await answerOf(top, variables, ['ls-files', '-z'])) !== '') return false;
  const head = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', 'HEAD', '--', prefix || '.'];
  const answer = await ask(top, variables, head);
  if (answer.kind !== 'answer') return false; // before the first commit
  return answer.text.split('\0').some((path) => isManifestPath(posix.relative(prefix, path)));
}

async function answerOf(folder: string, variables: Variables, command: readonly string[]): Promise<string> {
  const answer = await ask(folder, variables, command);
  switch (answer.kind) {
    case 'answer':
      return answer.text;
    case 'missing': {
      const hint = 'Install git, or run the command on a copy of the files without .git.';
      throw new Failure('input', 'there is a .git, but no git to ask whether the checkout is complete', hint);
    }
    case 'refused': {
      const owner = /dubious ownership/.test(answer.reason);
      const hint = owner
        ? `If you trust it: git config --global --add safe.directory '${folder}'`
        : 'Look with git status, repair it, or run the command on a copy of the files without .git.';
      throw new Failure('input', `git cannot tell whether the checkout is complete: ${answer.reason}`, hint);
    }
  }
}

function withoutLineEnd(text: string): string {
  return text.replace(/\n$/, '');
}
