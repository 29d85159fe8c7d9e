import type { GroupVersion, UnreadableVersion } from '../model/history.ts';
import type { CommitChanges, FileChange } from './commit-log.ts';
import type { FoundManifest, ManifestFinder } from './manifest-finder.ts';

/** One group while its history is gone through, the newest commit first. */
export interface GroupTrail {
  /** The files that declare the group at this point, by their paths. */
  readonly files: Map<string, FoundManifest>;
  /** The newest first. */
  readonly versions: GroupVersion[];
  readonly unreadable: UnreadableVersion[];
  /** Whether it cannot be followed any further: the clone lacks a content that may be its manifest. */
  isBroken: boolean;
}

/** The trails of some groups, by group and by the paths that they own at this point. */
export interface Trails {
  readonly byGroup: ReadonlyMap<string, GroupTrail>;
  readonly byPath: Map<string, GroupTrail>;
  readonly finder: ManifestFinder;
  readonly shown: (path: string) => string;
}

/** The manifest of a group at some point, with its path. */
export interface PlacedManifest {
  readonly path: string;
  readonly found: FoundManifest;
}

/** Trails of groups by their keys that begin with these blobs, by their paths. */
export function startTrails(
  groups: Iterable<string>,
  blobs: ReadonlyMap<string, string>,
  finder: ManifestFinder,
  shown: (path: string) => string,
): Trails {
  const start = (): GroupTrail => ({ files: new Map(), versions: [], unreadable: [], isBroken: false });
  const byGroup = new Map([...groups].map((group) => [group, start()]));
  const trails: Trails = { byGroup, byPath: new Map(), finder, shown };
  for (const [path, id] of blobs) put(trails, path, id);
  return trails;
}

/** The one manifest that counts: of two files that declare the group (which is an error) the first. */
export function manifestNow({ files }: GroupTrail): PlacedManifest | undefined {
  const [path] = [...files.keys()].sort();
  const found = path === undefined ? undefined : files.get(path);
  return path === undefined || found === undefined ? undefined : { path, found };
}

/** Goes back over one commit: what it made of a group becomes a version, and the files are as they were before it. */
export function goBack(trails: Trails, { commit, files, parent, isMerge }: CommitChanges): void {
  const after = new Map(touchedBy(trails, files).map((trail) => [trail, manifestNow(trail)]));
  undo(trails, files);
  for (const [trail, made] of after) {
    const before = manifestNow(trail);
    if (trail.isBroken || (made?.found === before?.found && made?.path === before?.path)) continue;
    const declared = made?.found.declared();
    const paths = [...new Set([made, before].flatMap((one) => (one === undefined ? [] : [one.path])))];
    const file = trails.shown(paths[0] ?? '');
    const merge = isMerge && parent !== undefined ? { into: parent, paths } : undefined;
    if (made !== undefined && declared === undefined) trail.unreadable.push({ commit, text: made.found.text });
    else trail.versions.push({ commit, file, declared, merge });
  }
}

/** Puts the files as they were before some changes. A group that cannot be followed any further keeps those it has. */
export function undo(trails: Trails, files: readonly FileChange[]): void {
  for (const { path, before } of files) {
    const owner = trails.byPath.get(path);
    if (owner !== undefined && trails.finder.isMissing(before)) owner.isBroken = true;
  }
  for (const { path } of files) {
    const owner = trails.byPath.get(path);
    if (owner === undefined || owner.isBroken) continue;
    owner.files.delete(path);
    trails.byPath.delete(path);
  }
  for (const { path, before } of files) if (before !== undefined) put(trails, path, before);
}

function put({ byGroup, byPath, finder }: Trails, path: string, id: string): void {
  const found = finder.get(id);
  const trail = found && byGroup.get(found.group);
  if (found === undefined || trail === undefined || trail.isBroken) return;
  trail.files.set(path, found);
  byPath.set(path, trail);
}

function touchedBy({ byGroup, byPath, finder }: Trails, files: readonly FileChange[]): readonly GroupTrail[] {
  const touched = files.flatMap(({ path, before }) => {
    const found = finder.get(before);
    return [byPath.get(path), found && byGroup.get(found.group)].filter((trail) => trail !== undefined);
  });
  return [...new Set(touched)];
}
