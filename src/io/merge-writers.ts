import type { GroupHistory, GroupVersion, Person } from '../model/history.ts';
import { type GitPlace, outputOf } from './git-place.ts';
import { commitsBrought, type MergedCommit } from './merged-commits.ts';

/** Who wrote what merges brought to a manifest, by the versions that they made. */
export type Writers = ReadonlyMap<GroupVersion, readonly Person[]>;

/** A history with the writers of some of its versions. */
export function withWriters(history: GroupHistory, writers: Writers): GroupHistory {
  const versions = history.versions.map((version) => {
    const found = writers.get(version);
    return found === undefined ? version : { ...version, commit: { ...version.commit, writers: found } };
  });
  return { ...history, versions };
}

/**
 * Who wrote what the merges among some versions brought: the authors of the merged commits that changed the manifest,
 * merges between them left out. In a shallow clone, where a commit may seem to have written what is older, nobody is named.
 */
export async function readWriters(place: GitPlace, versions: readonly GroupVersion[]): Promise<Writers> {
  const merges = versions.flatMap((version) => {
    const { commit, merge } = version;
    return merge === undefined ? [] : [{ version, hash: commit.hash, ...merge }];
  });
  if (merges.length === 0 || place.isShallow) return new Map();
  const brought = await commitsBrought(place, merges);
  const own = new Map(merges.map(({ hash }) => [hash, (brought.get(hash) ?? []).filter(isNoMerge)]));
  const changed = await filesChanged(place, [...own.values()].flat());
  return new Map(
    merges.map(({ version, hash, paths }) => {
      const isIts = (commit: MergedCommit): boolean => paths.some((path) => changed.get(commit.hash)?.has(path));
      return [version, distinct((own.get(hash) ?? []).filter(isIts).map(({ writer }) => writer))];
    }),
  );
}

function isNoMerge({ parents }: MergedCommit): boolean {
  return parents.length < 2;
}

/** The files of the manifests' folder that each of some commits changed, by its hash. */
async function filesChanged(
  place: GitPlace,
  commits: readonly MergedCommit[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const options = ['--stdin', '--root', '-r', '-z', '--name-only', '--no-renames', '--no-ext-diff', '--no-textconv'];
  const below = place.prefix === '' ? [] : [place.prefix];
  const asked = [...new Set(commits.map(({ hash }) => hash))];
  if (asked.length === 0) return new Map();
  const text = await outputOf(place, ['diff-tree', ...options, '--', ...below], `${asked.join('\n')}\n`);
  const files = new Map(asked.map((hash) => [hash, new Set<string>()]));
  let now: Set<string> | undefined;
  for (const token of text.split('\0')) {
    const next = files.get(token.trim());
    if (next === undefined) now?.add(token);
    else now = next;
  }
  return files;
}

function distinct(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.map((person) => [`${person.name}\0${person.email}`, person])).values()];
}
