import { groupKey } from '../ldap/group-key.ts';
import { declaredAddress, declaredGroup } from '../manifest/declared-group.ts';
import { lowerAscii } from '../model/address.ts';
import type { DeclaredGroup } from '../model/history.ts';
import { type Blob, readBlobs, readSmallBlobs } from './git-objects.ts';
import type { GitPlace } from './git-place.ts';
import { manifestOf } from './manifest-file.ts';

/** A stored manifest of one of the wanted groups. */
export interface FoundManifest {
  readonly group: string;
  readonly text: string;
  /** What it declares; undefined when it is not valid. Read when it is asked for. */
  readonly declared: () => DeclaredGroup | undefined;
}

/** Tells by their ids which blobs are manifests of some groups; each blob is read once. */
export interface ManifestFinder {
  /** Looks into these blobs, unless that was done before. */
  look(ids: readonly string[]): Promise<void>;
  /** The same for blobs that are known to be no larger than a manifest may be. */
  lookIntoSmall(ids: readonly string[]): Promise<void>;
  /** A content that is known already. */
  know(id: string, text: string): void;
  /** The manifest that a blob is, when it was looked into and is that of a wanted group. */
  get(id: string | undefined): FoundManifest | undefined;
  /** Whether nobody can know what a blob says: the clone does not have it. */
  isMissing(id: string | undefined): boolean;
}

/** So many blobs are in memory at once. */
const atOnce = 4000;

/** A finder for groups by their `groupKey`. */
export function findManifests(place: GitPlace, groups: ReadonlySet<string>): ManifestFinder {
  const seen = new Map<string, FoundManifest | 'missing' | undefined>();
  const recognize = recognizer(groups);
  const lookBy = async (read: typeof readBlobs, ids: readonly string[]): Promise<void> => {
    const fresh = [...new Set(ids)].filter((id) => !seen.has(id));
    for (let start = 0; start < fresh.length; start += atOnce) {
      for (const [id, blob] of await read(place, fresh.slice(start, start + atOnce))) {
        const text = textOf(blob);
        seen.set(id, text === undefined || text === 'missing' ? text : recognize(text));
      }
    }
  };
  return {
    look: (ids) => lookBy(readBlobs, ids),
    lookIntoSmall: (ids) => lookBy(readSmallBlobs, ids),
    know: (id, text) => {
      if (!seen.has(id)) seen.set(id, recognize(text));
    },
    get: (id) => {
      const found = id === undefined ? undefined : seen.get(id);
      return found === 'missing' ? undefined : found;
    },
    isMissing: (id) => id !== undefined && seen.get(id) === 'missing',
  };
}

/** A blob as text; undefined when it never was a manifest. A pointer of Git LFS stands for a content that is elsewhere. */
function textOf(blob: Blob): string | 'missing' | undefined {
  if (blob.kind !== 'bytes') return blob.kind === 'missing' ? 'missing' : undefined;
  const read = manifestOf('', blob.bytes);
  if ('text' in read) return read.text;
  return read.code === 'RC155' ? 'missing' : undefined;
}

/**
 * Which of the groups a text is the manifest of. A text that has none of the addresses in it, in any letter case, and no
 * backslash, by which YAML could spell one otherwise, is not parsed.
 */
function recognizer(groups: ReadonlySet<string>): (text: string) => FoundManifest | undefined {
  const domains = new Set([...groups].map((group) => group.slice(group.lastIndexOf('@'))));
  const isWorthReading = (text: string): boolean => {
    const lower = lowerAscii(text);
    if (lower.includes('\\')) return true;
    return [...domains].some((domain) => lower.includes(domain)) && [...groups].some((group) => lower.includes(group));
  };
  return (text) => {
    const address = declaredAddress(text, isWorthReading);
    const group = address === undefined ? undefined : groupKey(address);
    return group === undefined || !groups.has(group) ? undefined : foundManifest(group, text);
  };
}

function foundManifest(group: string, text: string): FoundManifest {
  let known: { readonly value: DeclaredGroup | undefined } | undefined;
  return {
    group,
    text,
    declared: () => {
      known ??= { value: declaredGroup(text) };
      return known.value;
    },
  };
}
