import { groupKey } from '../ldap/group-key.ts';
import type { Attribution, DeclaredMember, GroupEvent, GroupVersion } from '../model/history.ts';

type KeyOf = (address: string) => string;

/**
 * What each commit did to the members of a group, the oldest first. Commits that changed neither a member nor the
 * address are left out.
 */
export function eventsOf(versions: readonly GroupVersion[], keyOf: KeyOf): readonly GroupEvent[] {
  const events: GroupEvent[] = [];
  let before: ReadonlyMap<string, DeclaredMember> | undefined;
  let address: string | undefined;
  for (const { commit, file, declared: version } of versions) {
    const after = version && byKey(version.members, keyOf);
    const joins = missing(after, before);
    const leaves = missing(before, after);
    const group = before === undefined ? 'new' : after === undefined ? 'gone' : 'same';
    const declared = before !== undefined || after !== undefined;
    const isRenamed = group === 'same' && address !== undefined && isOther(address, version?.address);
    const formerly = isRenamed ? address : undefined;
    if (declared && (group !== 'same' || isRenamed || joins.length + leaves.length > 0)) {
      events.push({ commit, file, group, formerly, joins, leaves });
    }
    before = after;
    address = version?.address;
  }
  return events;
}

function isOther(before: string, after: string | undefined): boolean {
  return after !== undefined && groupKey(before) !== groupKey(after);
}

/**
 * For each member that was ever declared, by its key, the commit that added it last and the one that removed it after
 * that. A spelling or a reason that changes is no event; the last of both are told.
 */
export function attributionOf(versions: readonly GroupVersion[], keyOf: KeyOf): ReadonlyMap<string, Attribution> {
  const found = new Map<string, Attribution>();
  for (const { commit, joins, leaves } of eventsOf(versions, keyOf)) {
    for (const member of joins) found.set(keyOf(member.address), { ...member, added: commit, removed: undefined });
    for (const { address, reason } of leaves) {
      const key = keyOf(address);
      const known = found.get(key);
      if (known !== undefined) found.set(key, { ...known, address, reason, removed: commit });
    }
  }
  for (const { address, reason } of versions.at(-1)?.declared?.members ?? []) {
    const key = keyOf(address);
    const known = found.get(key);
    if (known !== undefined) found.set(key, { ...known, address, reason });
  }
  return found;
}

function byKey(members: readonly DeclaredMember[], keyOf: KeyOf): ReadonlyMap<string, DeclaredMember> {
  return new Map(members.map((member) => [keyOf(member.address), member]));
}

/** Those of the first that the second lacks. */
function missing(
  those: ReadonlyMap<string, DeclaredMember> | undefined,
  others: ReadonlyMap<string, DeclaredMember> | undefined,
): readonly DeclaredMember[] {
  return [...(those ?? [])].filter(([key]) => others?.has(key) !== true).map(([, member]) => member);
}
