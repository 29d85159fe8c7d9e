import { groupKey } from '../ldap/group-key.ts';
import type { Change } from '../model/change.ts';
import type { DeclaredGroup, GroupHistory } from '../model/history.ts';

/** The history of the group that a change is about, under its former addresses too. */
export function historyOf(change: Change, histories: ReadonlyMap<string, GroupHistory>): GroupHistory | undefined {
  const own = histories.get(groupKey(change.address));
  const former = formerAddresses(change).flatMap((address) => histories.get(groupKey(address)) ?? []);
  return own === undefined ? undefined : former.reduce(joinHistories, own);
}

/** The addresses that a group had before which is in the directory, the latest first. */
export function formerAddresses(change: Change): readonly string[] {
  return change.kind === 'update' ? change.desired.previously : [];
}

/**
 * One history of a group that had another address before: what was declared under the former one, up to the commit that
 * brought the new one, and what came then.
 */
export function joinHistories(own: GroupHistory, former: GroupHistory): GroupHistory {
  const [first] = own.versions;
  if (own.before !== undefined) return own;
  if (first === undefined) return former;
  const end = former.versions.findIndex(({ commit }) => commit.hash === first.commit.hash);
  const until = former.versions.slice(0, end < 0 ? undefined : end);
  const earlier = until.at(-1)?.declared === undefined ? until.slice(0, -1) : until;
  return {
    ...own,
    versions: [...earlier, ...own.versions],
    unreadable: [...former.unreadable, ...own.unreadable],
    before: former.before,
    end: former.end,
    applied: own.applied?.declared === undefined ? (former.applied ?? own.applied) : own.applied,
    contents: bothContents(own.contents, former.contents),
  };
}

function bothContents(
  own: readonly DeclaredGroup[] | undefined,
  former: readonly DeclaredGroup[] | undefined,
): readonly DeclaredGroup[] | undefined {
  return own === undefined || former === undefined ? undefined : [...former, ...own];
}
