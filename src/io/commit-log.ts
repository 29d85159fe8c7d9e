import { posix } from 'node:path';
import type { Commit } from '../model/history.ts';
import { kindOf } from './git-objects.ts';
import { type GitPlace, outputOf } from './git-place.ts';
import { isManifestPath } from './manifest-path.ts';

/** A manifest that a commit added, changed or took away. */
export interface FileChange {
  /** Path from the top of the repository, with slashes. */
  readonly path: string;
  /** The blob before the commit and after it; undefined where there is no regular file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The blobs that were there before some changes. */
export function blobsBefore(files: readonly FileChange[]): readonly string[] {
  return files.flatMap(({ before }) => (before === undefined ? [] : [before]));
}

/** A commit with what it did to manifests. */
export interface CommitChanges {
  readonly commit: Commit;
  /** Whether nothing is known to be before it: the first commit, or the end of a shallow clone. */
  readonly isFirst: boolean;
  /** The commit before it, on the line that is followed; undefined for the first. */
  readonly parent: string | undefined;
  readonly isMerge: boolean;
  readonly files: readonly FileChange[];
}

/** Hash, parents, author, email, date, subject and body; each ends with NUL, which no message can have. */
const fields = ['%H', '%P', '%an', '%ae', '%aI', '%s', '%b'];

/** Whatever the configuration says: no program is run, nothing is followed or left out, and merges show what they merged. */
const options = [
  ...['--first-parent', '--diff-merges=first-parent', '--root', '--raw', '-r', '-z', '--no-abbrev', '--no-renames'],
  ...['--no-ext-diff', '--no-textconv', '--no-show-signature', '--no-notes', '--no-color', '--no-follow'],
  ...[
    '--no-relative',
    '--ignore-submodules=none',
    '--encoding=UTF-8',
    `--format=${fields.map((one) => `${one}%x00`).join('')}`,
  ],
];

/** The commits that touched manifests, along the first parents of a commit, the newest first; `most` of them. */
export async function readCommitLog(
  place: GitPlace,
  commit: string,
  most: number = Number.POSITIVE_INFINITY,
): Promise<readonly CommitChanges[]> {
  const below = place.prefix === '' ? [] : [place.prefix];
  const limit = Number.isFinite(most) ? [`--max-count=${most}`] : [];
  const text = await outputOf(place, ['log', ...options, ...limit, commit, '--', ...below]);
  return [...parseLog(text.split('\0'), place.prefix)];
}

/** The manifests that differ between two commits. */
export async function readDifferences(place: GitPlace, before: string, after: string): Promise<readonly FileChange[]> {
  if (before === after) return [];
  const below = place.prefix === '' ? [] : [place.prefix];
  const command = ['diff-tree', '--raw', '-r', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-textconv'];
  const text = await outputOf(place, [...command, before, after, '--', ...below]);
  return parseFiles(text.split('\0'), 0, place.prefix).files;
}

function* parseLog(tokens: readonly string[], prefix: string): Generator<CommitChanges> {
  for (let at = 0; at + fields.length < tokens.length; ) {
    const [hash = '', parents = '', author = '', email = '', date = '', subject = '', body = ''] = tokens.slice(
      at,
      at + fields.length,
    );
    const { files, end } = parseFiles(tokens, at + fields.length + 1, prefix); // git ends a commit with one more NUL
    at = end;
    const [parent, ...others] = parents.split(' ').filter((one) => one !== '');
    yield {
      commit: { hash, author, email, date, subject, ...pullRequestOf(subject, body), writers: [] },
      isFirst: parent === undefined,
      isMerge: others.length > 0,
      parent,
      files,
    };
  }
}

/** The raw lines from one place on, and where they end. */
function parseFiles(
  tokens: readonly string[],
  start: number,
  prefix: string,
): { readonly files: readonly FileChange[]; readonly end: number } {
  const files: FileChange[] = [];
  let at = start;
  for (; /^\n?:/.test(tokens[at] ?? ''); at += 2) {
    const [oldMode = '', mode = '', before = '', after = ''] = (tokens[at] ?? '').trim().slice(1).split(' ');
    const path = tokens[at + 1] ?? '';
    if (!isManifestPath(posix.relative(prefix, path))) continue;
    files.push({ path, before: fileId(oldMode, before), after: fileId(mode, after) });
  }
  return { files, end: at };
}

function fileId(mode: string, id: string): string | undefined {
  return kindOf(mode) === 'file' && mode !== '000000' ? id : undefined;
}

/** The number in `Subject (#12)`, as a squashed pull request has it, or in `Merge pull request #12 from …`. */
function pullRequestOf(subject: string, body: string): Pick<Commit, 'title' | 'pullRequest'> {
  const merged = /^Merge pull request #(\d{1,9})\b/.exec(subject)?.[1];
  const number = merged ?? /\(#(\d{1,9})\)$/.exec(subject)?.[1];
  const title = merged === undefined ? undefined : body.split('\n').find((line) => line.trim() !== '');
  return { title, pullRequest: number === undefined ? undefined : Number(number) };
}
