import { groupKey } from '../ldap/group-key.ts';
import { declaredAddress, declaredMembers } from '../manifest/declared-group.ts';
import type { Commit, GroupHistory, GroupVersion } from '../model/history.ts';
import { type CommitChanges, readCommitLog } from './commit-log.ts';
import { readBlobs } from './git-objects.ts';
import { type GitPlace, shownPath } from './git-place.ts';
import { manifestOf } from './manifest-file.ts';
import { isShallow } from './revisions.ts';

/** The manifest of one of the groups, in one of its versions. */
interface Found {
  readonly group: string;
  readonly text: string;
}

/** So many blobs are in memory at once. */
const atOnce = 4000;

/**
 * The histories of some groups, by `groupKey` of their addresses, up to a commit. A group is followed by its address,
 * however its file was named; a merge counts as one commit, that of the branch it was merged into.
 */
export async function readHistories(
  place: GitPlace,
  commit: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, GroupHistory>> {
  const groups = new Set(addresses.map(groupKey));
  const changes = [...(await readCommitLog(place, commit))].reverse();
  const found = await findVersions(place, changes, groups);
  const first = changes[0];
  const begins = first?.isFirst === true && (await isShallow(place)) ? first.commit.hash : undefined;
  const timelines = new Map([...groups].map((group) => [group, startTimeline(place)]));
  for (const change of changes) follow(change, found, timelines);
  return new Map([...timelines].map(([group, { versions, unreadable }]) => [group, { versions, unreadable, begins }]));
}

/** Of all blobs that a manifest ever was, those that declare one of the groups. */
async function findVersions(
  place: GitPlace,
  changes: readonly CommitChanges[],
  groups: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Found>> {
  const ids = [...new Set(changes.flatMap(({ files }) => files.flatMap(({ id }) => (id === undefined ? [] : [id]))))];
  const found = new Map<string, Found>();
  for (let start = 0; start < ids.length; start += atOnce) {
    for (const [id, blob] of await readBlobs(place, ids.slice(start, start + atOnce))) {
      const read = blob.kind === 'bytes' ? manifestOf('', blob.bytes) : undefined;
      if (read === undefined || !('text' in read)) continue;
      const address = declaredAddress(read.text);
      const group = address === undefined ? undefined : groupKey(address);
      if (group !== undefined && groups.has(group)) found.set(id, { group, text: read.text });
    }
  }
  return found;
}

/** One group while its commits are gone through, the oldest first. */
interface Timeline {
  readonly versions: GroupVersion[];
  readonly unreadable: Commit[];
  /** The files that declare the group now, by their paths. */
  readonly files: Map<string, Found>;
  readonly shown: (path: string) => string;
  /** What was looked at last. */
  last: { readonly path: string; readonly found: Found | undefined };
}

function startTimeline(place: GitPlace): Timeline {
  const shown = (path: string): string => shownPath(place, path);
  return { versions: [], unreadable: [], files: new Map(), shown, last: { path: '', found: undefined } };
}

function follow(
  { commit, files }: CommitChanges,
  found: ReadonlyMap<string, Found>,
  timelines: ReadonlyMap<string, Timeline>,
): void {
  const touched = new Set<Timeline>();
  for (const { path, id } of files) {
    const version = id === undefined ? undefined : found.get(id);
    for (const [group, timeline] of timelines) {
      if (version?.group === group) timeline.files.set(path, version);
      else if (!timeline.files.delete(path)) continue;
      touched.add(timeline);
    }
  }
  for (const timeline of touched) look(timeline, commit);
}

/** Adds what a commit made of the group. Of two files that declare it (which is an error) the first one counts. */
function look(timeline: Timeline, commit: Commit): void {
  const [path] = [...timeline.files.keys()].sort();
  const found = path === undefined ? undefined : timeline.files.get(path);
  const { last, versions, unreadable, shown } = timeline;
  if (found === last.found && path === last.path) return;
  timeline.last = { path: path ?? last.path, found };
  const members = found && declaredMembers(found.text);
  if (found !== undefined && members === undefined) unreadable.push(commit);
  else versions.push({ commit, file: shown(path ?? last.path), members });
}
