import type { DeclaredGroup } from '../model/history.ts';
import { type GitPlace, outputOf } from './git-place.ts';
import { maximumManifestSize } from './manifest-file.ts';
import { findManifests } from './manifest-finder.ts';

/** A repository with more objects holds more than manifests; looking through all of them would take too long. */
const mostObjects = 300_000;

/**
 * What every stored manifest of some groups declares, in whatever commit it is or was, by group: what none of them
 * declares was never declared. Only for a clone that has everything. Undefined in a very large repository, and nothing is
 * said of a group that has a manifest which is not valid.
 */
export async function readContents(
  place: GitPlace,
  groups: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly DeclaredGroup[]> | undefined> {
  if ((await countObjects(place)) > mostObjects) return undefined;
  const format = '--batch-check=%(objecttype) %(objectname) %(objectsize)';
  const listed = await outputOf(place, ['cat-file', '--batch-all-objects', '--unordered', format]);
  const ids = listed.split('\n').flatMap((line) => {
    const [type, id, size] = line.split(' ');
    return type === 'blob' && id !== undefined && Number(size) <= maximumManifestSize ? [id] : [];
  });
  const finder = findManifests(place, groups);
  await finder.lookIntoSmall(ids);
  const contents = new Map<string, DeclaredGroup[] | undefined>([...groups].map((group) => [group, []]));
  for (const id of ids) {
    const found = finder.get(id);
    if (found === undefined) continue;
    const declared = found.declared();
    const others = contents.get(found.group);
    contents.set(found.group, declared && others && [...others, declared]);
  }
  return new Map([...contents].flatMap(([group, all]) => (all === undefined ? [] : [[group, all]])));
}

async function countObjects(place: GitPlace): Promise<number> {
  const text = await outputOf(place, ['count-objects', '-v']);
  return [...text.matchAll(/^(?:count|in-pack): (\d+)$/gm)].reduce((sum, [, number]) => sum + Number(number), 0);
}
