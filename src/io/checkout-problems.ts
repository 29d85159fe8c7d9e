import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type FileCode, fileDiagnostic } from '../manifest/file-diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IndexEntry } from './git-index.ts';
import { isManifestPath } from './manifest-path.ts';

/** What the entries of an index are compared with. */
export interface FoundFiles {
  /** The top of the working tree. */
  readonly top: string;
  /** The folder of the manifests from the top, with slashes; empty for the top itself. */
  readonly prefix: string;
  /** The same folder as messages show it. */
  readonly shown: string;
  /** The files that were found in it, as messages show them. */
  readonly found: ReadonlySet<string>;
}

type CheckoutCode = Extract<FileCode, 'RC157' | 'RC158' | 'RC159' | 'RC160' | 'RC161'>;

const texts: Readonly<Record<CheckoutCode, readonly [message: string, hint: string]>> = {
  RC157: [
    'left out of the checkout (sparse checkout, or skip-worktree)',
    'Check it out: git sparse-checkout disable, or git update-index --no-skip-worktree.',
  ],
  RC158: [
    'a submodule that is not checked out',
    'Run git submodule update --init; in a workflow, let the checkout take the submodules too.',
  ],
  RC159: [
    'tracked by git, but not there',
    'Bring it back with git restore; if the group is meant to go, take it out with git rm.',
  ],
  RC160: ['in a merge conflict', 'Resolve the conflict, then git add the file.'],
  RC161: [
    'the checkout is not finished: the index of git is empty, but the commit has manifests',
    'Clone again; or git checkout --force HEAD, when nothing here is worth keeping.',
  ],
};

/** Of many files with the same problem, only so many are named. */
const named = 10;

/** What of the manifests that git tracks is not there as git has it: one error a file, and one for the rest of many. */
export function checkoutProblems(entries: readonly IndexEntry[], files: FoundFiles): readonly Diagnostic[] {
  const byCode = new Map<CheckoutCode, string[]>();
  for (const entry of entries) {
    const code = problemOf(entry, files);
    if (code === undefined) continue;
    const paths = byCode.get(code) ?? [];
    paths.push(shownPath(entry, files));
    byCode.set(code, paths);
  }
  return [...byCode].flatMap(([code, paths]) => {
    const [message, hint] = texts[code];
    const first = paths.slice(0, named).map((path) => fileDiagnostic(code, path, message, hint));
    const more = paths.length - first.length;
    return more === 0 ? first : [...first, fileDiagnostic(code, files.shown, `${more} more: ${message}`, hint)];
  });
}

/** A checkout that git has not finished: nothing says which files belong to it. */
export function unfinishedCheckout(shown: string): Diagnostic {
  return fileDiagnostic('RC161', shown, ...texts.RC161);
}

function problemOf(entry: IndexEntry, files: FoundFiles): CheckoutCode | undefined {
  const { path, kind, state } = entry;
  const fromFolder = posix.relative(files.prefix, path);
  if (kind === 'submodule') {
    const hidden = fromFolder.split('/').some((name) => name.startsWith('.'));
    return hidden || isThere(join(files.top, path, '.git')) ? undefined : 'RC158';
  }
  if (!isManifestPath(fromFolder)) return undefined;
  if (state === 'left out') return 'RC157';
  if (state === 'unmerged') return 'RC160';
  const found = files.found.has(shownPath(entry, files)) || isThere(join(files.top, path));
  return found ? undefined : 'RC159';
}

function shownPath({ path }: IndexEntry, { prefix, shown }: FoundFiles): string {
  return join(shown, posix.relative(prefix, path));
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // something above it is no folder, or may not be entered
  }
}
