import { lowerAscii } from '../model/address.ts';
import type { UnknownReason } from '../model/cause.ts';
import type { Commit, DeclaredGroup, GroupHistory } from '../model/history.ts';

/** What is asked of each version of a manifest: whether it holds the one thing that a difference is about. */
export interface Probe {
  readonly holds: (declared: DeclaredGroup | undefined) => boolean;
  /** What a text must have in it, in lower case, to hold it; empty when nothing is known. */
  readonly mention: string;
}

/**
 * When the answer to a probe became what it is now, going back from the newest version: by a `commit`; `never`, because
 * it is the same in the whole history; `open` while older commits were not read; or `unknown`.
 */
export type Turn =
  | { readonly kind: 'commit'; readonly commit: Commit; readonly before: DeclaredGroup | undefined }
  | { readonly kind: 'never' }
  | { readonly kind: 'open' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** Finds the newest commit that changed the answer to a probe. */
export function lastTurn(history: GroupHistory, probe: Probe): Turn {
  const { versions, begins } = history;
  const now = probe.holds(declaredNow(history));
  for (let at = versions.length - 1; at >= 0; at -= 1) {
    const before = at === 0 ? history.before : versions[at - 1]?.declared;
    const commit = versions[at]?.commit;
    if (commit === undefined || probe.holds(before) === now) continue;
    return commit.hash === begins ? unknown('shallow') : { kind: 'commit', commit, before };
  }
  return withoutTurn(history, probe, now);
}

/** The history of a group in a repository without a commit. */
export const emptyHistory: GroupHistory = {
  ...{ versions: [], unreadable: [], before: undefined, end: 'beginning', begins: undefined },
  ...{ text: undefined, applied: undefined, contents: [] },
};

/** What the newest version declares. */
export function declaredNow({ versions, before }: GroupHistory): DeclaredGroup | undefined {
  return versions.length === 0 ? before : versions.at(-1)?.declared;
}

/** Nothing that was read says anything else than now. */
function withoutTurn({ end, unreadable, contents }: GroupHistory, probe: Probe, now: boolean): Turn {
  if (end === 'shallow' || end === 'partial') return unknown(end);
  if (end === 'unread') {
    const isNowhere = !now && contents !== undefined && !contents.some(probe.holds);
    return { kind: isNowhere ? 'never' : 'open' };
  }
  return unreadable.some(({ text }) => mayHold(text, probe)) ? unknown('unreadable') : { kind: 'never' };
}

/** Whether a text that cannot be read as a manifest may hold it; YAML can spell anything with a backslash. */
function mayHold(text: string, { mention }: Probe): boolean {
  return text.includes('\\') || lowerAscii(text).includes(mention);
}

function unknown(reason: UnknownReason): Turn {
  return { kind: 'unknown', reason };
}
