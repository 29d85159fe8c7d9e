import { groupKey } from '../ldap/group-key.ts';
import type {
  Attribution,
  DeclaredGroup,
  DeclaredMember,
  GroupEvent,
  GroupVersion,
  MemberSource,
} from '../model/history.ts';

type KeyOf = (address: string) => string;

/**
 * What each commit did to the members of a group, the oldest first. Commits that changed neither a member, nor what else
 * brings some, nor the address are left out.
 */
export function eventsOf(versions: readonly GroupVersion[], keyOf: KeyOf): readonly GroupEvent[] {
  const events: GroupEvent[] = [];
  let before: ReadonlyMap<string, DeclaredMember> | undefined;
  let address: string | undefined;
  let brought: ReadonlyMap<string, MemberSource> = new Map();
  for (const { commit, file, declared: version } of versions) {
    const after = version && byKey(version.members, keyOf);
    const joins = missing(after, before);
    const leaves = missing(before, after);
    const group = before === undefined ? 'new' : after === undefined ? 'gone' : 'same';
    const declared = before !== undefined || after !== undefined;
    const isRenamed = group === 'same' && address !== undefined && isOther(address, version?.address);
    const formerly = isRenamed ? address : undefined;
    const brings = sourcesOf(version);
    const sources = { add: missing(brings, brought), remove: missing(brought, brings) };
    const differences = joins.length + leaves.length + sources.add.length + sources.remove.length;
    if (declared && (group !== 'same' || isRenamed || differences > 0)) {
      events.push({ commit, file, group, formerly, joins, leaves, sources });
    }
    brought = brings;
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

function sourcesOf(declared: DeclaredGroup | undefined): ReadonlyMap<string, MemberSource> {
  const { include = [], query } = declared ?? {};
  const groups = include.map((name): MemberSource => ({ kind: 'group', name }));
  const all: readonly MemberSource[] = query === undefined ? groups : [...groups, { kind: 'query', name: query }];
  return new Map(
    all.map((source) => [`${source.kind} ${source.kind === 'group' ? groupKey(source.name) : source.name}`, source]),
  );
}

function byKey(members: readonly DeclaredMember[], keyOf: KeyOf): ReadonlyMap<string, DeclaredMember> {
  return new Map(members.map((member) => [keyOf(member.address), member]));
}

/** Those of the first that the second lacks. */
function missing<Item>(
  those: ReadonlyMap<string, Item> | undefined,
  others: ReadonlyMap<string, Item> | undefined,
): readonly Item[] {
  return [...(those ?? [])].filter(([key]) => others?.has(key) !== true).map(([, item]) => item);
}
