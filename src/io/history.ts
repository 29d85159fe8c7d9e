import { posix } from 'node:path';
import { groupKey } from '../ldap/group-key.ts';
import type { ManifestFile } from '../manifest/resolve.ts';
import type { AppliedGroup, DeclaredGroup, GroupHistory } from '../model/history.ts';
import { blobId } from './blob-id.ts';
import { blobsBefore, readCommitLog, readDifferences } from './commit-log.ts';
import { listTree } from './git-objects.ts';
import { type GitPlace, shownPath } from './git-place.ts';
import { manifestNow, startTrails, type Trails, undo } from './group-trail.ts';
import { HistoryWalk } from './history-walk.ts';
import { findManifests, type ManifestFinder } from './manifest-finder.ts';
import { isManifestPath } from './manifest-path.ts';
import { readContents } from './stored-contents.ts';

/** Whose history is wanted, and how much of it. */
export interface HistoryRequest {
  /** Addresses of groups. */
  readonly groups: readonly string[];
  /** Manifests that were read already: the same content is not read again. */
  readonly known: readonly ManifestFile[];
  /** The commit that is known to have been applied; undefined when none is. */
  readonly applied: string | undefined;
  /**
   * Whether all that is stored is looked through when the history is long, to know early what was never declared. Not where
   * the clone lacks a part of it.
   */
  readonly looksAtContents: boolean;
  /** Whether what was read of a group says enough. Nothing older is read when that is so for all; undefined for all there is. */
  readonly isEnough: ((group: string, history: GroupHistory) => boolean) | undefined;
}

/** So many commits are read before it is asked whether that is enough; then some more, then all that are left. */
const portion = 64;

/** A commit takes time by the files in its folders: of many manifests, fewer commits are read at first. */
function firstPortion({ known }: HistoryRequest): number {
  return known.length > 2000 ? portion / 4 : portion;
}

/**
 * The histories of some groups, by `groupKey` of their addresses, up to a commit. A group is followed by its address,
 * however its file was named; a merge counts as one commit, that of the branch it was merged into.
 */
export async function readHistories(
  place: GitPlace,
  commit: string,
  request: HistoryRequest,
): Promise<ReadonlyMap<string, GroupHistory>> {
  const groups = new Set(request.groups.map(groupKey));
  const finder = findManifests(place, groups);
  const { isEnough: enough } = request;
  const most = enough === undefined ? undefined : firstPortion(request);
  const [blobs, newest] = await Promise.all([manifestsAt(place, commit), readCommitLog(place, commit, most)]);
  for (const { text } of request.known) finder.know(blobId(text, commit), text);
  await finder.look([...blobs.values(), ...newest.flatMap(({ files }) => blobsBefore(files))]);
  const start = (): Trails => startTrails(groups, blobs, finder, (path) => shownPath(place, path));
  const applied = await appliedGroups(place, commit, finder, start(), request.applied);
  const trails = start();
  const texts = new Map([...trails.byGroup].map(([group, trail]) => [group, manifestNow(trail)?.found.text]));
  const walk = new HistoryWalk(place, commit, trails);
  let contents: Contents | undefined;
  const further = (group: string): Pick<GroupHistory, 'applied' | 'contents'> => {
    return { applied: applied?.get(group), contents: contents?.get(group) };
  };
  const histories = (): ReadonlyMap<string, GroupHistory> =>
    new Map(
      [...trails.byGroup].map(([group, trail]) => {
        return [group, { ...walk.history(trail), text: texts.get(group), ...further(group) }];
      }),
    );
  await walk.take(newest, most);
  const isEnough = (): boolean =>
    enough === undefined || [...histories()].every(([group, history]) => enough(group, history));
  if (walk.isOver || isEnough()) return histories();
  if (request.looksAtContents) contents = await readContents(place, groups);
  for (const more of [portion, undefined]) if (!walk.isOver && !isEnough()) await walk.goOn(more);
  return histories();
}

type Contents = ReadonlyMap<string, readonly DeclaredGroup[]>;

/** The blobs of the manifests of a commit, by their paths. */
async function manifestsAt(place: GitPlace, commit: string): Promise<ReadonlyMap<string, string>> {
  const entries = (await listTree(place, commit)).filter(
    ({ kind, path }) => kind === 'file' && isManifestPath(posix.relative(place.prefix, path)),
  );
  return new Map(entries.map(({ path, id }) => [path, id]));
}

/** What another commit said of the groups; what cannot be read of it is left out. */
async function appliedGroups(
  place: GitPlace,
  commit: string,
  finder: ManifestFinder,
  trails: Trails,
  applied: string | undefined,
): Promise<ReadonlyMap<string, AppliedGroup> | undefined> {
  if (applied === undefined) return undefined;
  const files = await readDifferences(place, applied, commit);
  await finder.look(blobsBefore(files));
  undo(trails, files);
  if (files.some(({ before }) => finder.isMissing(before))) return undefined;
  return new Map(
    [...trails.byGroup].flatMap(([group, trail]) => {
      const now = manifestNow(trail);
      const declared = now?.found.declared();
      return now !== undefined && declared === undefined ? [] : [[group, { declared }]];
    }),
  );
}
