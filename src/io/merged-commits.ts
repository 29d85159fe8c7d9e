import type { Person } from '../model/history.ts';
import { type GitPlace, outputOf } from './git-place.ts';

/** A commit that a merge brought. */
export interface MergedCommit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly writer: Person;
}

/** A merge commit, and the commit that something was merged into. */
export interface MergeCommit {
  readonly hash: string;
  readonly into: string;
}

/**
 * The commits that each of some merges brought, by its hash, the oldest first. The merges follow each other along first
 * parents, and what a merge brought is what none of them had before.
 */
export async function commitsBrought(
  place: GitPlace,
  merges: readonly MergeCommit[],
): Promise<ReadonlyMap<string, readonly MergedCommit[]>> {
  const commits = await commitsSince(place, merges);
  const byHash = new Map(commits.map((commit) => [commit.hash, commit]));
  const seen = new Set<string>();
  const brought = new Map<string, readonly MergedCommit[]>();
  for (const { hash, parents } of mainLine(commits[0], byHash).toReversed()) {
    seen.add(hash);
    brought.set(hash, takeUnseen(parents.slice(1), byHash, seen));
  }
  const age = new Map(commits.map(({ hash }, index) => [hash, -index]));
  const byAge = (a: MergedCommit, b: MergedCommit): number => (age.get(a.hash) ?? 0) - (age.get(b.hash) ?? 0);
  return new Map([...brought].map(([hash, found]) => [hash, found.toSorted(byAge)]));
}

/** Hash, parents, author and email; each ends with NUL. */
const fields = ['%H', '%P', '%an', '%ae'];

/** What the merges have and the oldest of them was merged into had not, no commit before one that follows from it. */
async function commitsSince(place: GitPlace, merges: readonly MergeCommit[]): Promise<readonly MergedCommit[]> {
  const format = `--format=${fields.map((one) => `${one}%x00`).join('')}`;
  const options = ['--topo-order', '--no-show-signature', '--no-notes', '--no-color', '--encoding=UTF-8', format];
  const all = [...new Set(merges.map(({ hash }) => hash))];
  const text = await outputOf(place, ['log', ...options, ...all, `^${await baseOf(place, merges)}`]);
  const tokens = text.split('\0');
  return Array.from({ length: Math.floor(tokens.length / fields.length) }, (_, index): MergedCommit => {
    const at = index * fields.length;
    const [hash = '', parents = '', name = '', email = ''] = tokens.slice(at, at + fields.length);
    return { hash: hash.trim(), parents: parents.split(' '), writer: { name, email } };
  });
}

async function baseOf(place: GitPlace, merges: readonly MergeCommit[]): Promise<string> {
  const [first = '', ...others] = new Set(merges.map(({ into }) => into));
  if (others.length === 0) return first;
  return (await outputOf(place, ['merge-base', '--octopus', first, ...others])).trim();
}

/** A commit and those before it along first parents, as far as they are there. */
function mainLine(start: MergedCommit | undefined, byHash: ReadonlyMap<string, MergedCommit>): readonly MergedCommit[] {
  const line: MergedCommit[] = [];
  for (let now = start; now !== undefined; now = byHash.get(now.parents[0] ?? '')) line.push(now);
  return line;
}

/** All that can be reached from some commits and was not seen yet, which it is after this. */
function takeUnseen(
  starts: readonly string[],
  byHash: ReadonlyMap<string, MergedCommit>,
  seen: Set<string>,
): readonly MergedCommit[] {
  const found: MergedCommit[] = [];
  const waiting = [...starts];
  for (let hash = waiting.pop(); hash !== undefined; hash = waiting.pop()) {
    const commit = byHash.get(hash);
    if (commit === undefined || seen.has(hash)) continue;
    seen.add(hash);
    found.push(commit);
    waiting.push(...commit.parents);
  }
  return found;
}
