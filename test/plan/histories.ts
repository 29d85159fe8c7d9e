import type { Commit, DeclaredGroup, GroupHistory, GroupVersion } from '../../src/model/history.ts';

/** A commit of Ann's that is told by its hash. */
export function commit(hash: string): Commit {
  return {
    hash,
    author: 'Ann',
    email: 'ann@x',
    date: '2026-01-01',
    subject: hash,
    title: undefined,
    pullRequest: undefined,
    writers: [],
  };
}

/** What a manifest declares: members in words (`ann bob:reason`), and what else is given. */
export function declared(words: string, parts: Partial<DeclaredGroup> = {}): DeclaredGroup {
  const members = words.split(' ').flatMap((word) => {
    const [address = '', reason] = word.split(':');
    return address === '' ? [] : [{ address, reason }];
  });
  return {
    ...{ address: 'hq', members, aliases: undefined, description: undefined, enabled: undefined },
    ...{ previously: [], attributes: new Map(), mode: 'authoritative', protected: false, include: [] },
    query: undefined,
    ...parts,
  };
}

/** A version with members in words; undefined when the group is gone. */
export function version(hash: string, group: string | DeclaredGroup | undefined): GroupVersion {
  const made = typeof group === 'string' ? declared(group) : group;
  return { commit: commit(hash), file: 'groups/hq.yaml', declared: made, merge: undefined };
}

/** A whole history of these versions, the oldest first. */
export function history(versions: readonly GroupVersion[], parts: Partial<GroupHistory> = {}): GroupHistory {
  return {
    ...{ versions, unreadable: [], before: undefined, end: 'beginning', begins: undefined },
    ...{ text: undefined, applied: undefined, contents: undefined },
    ...parts,
  };
}
