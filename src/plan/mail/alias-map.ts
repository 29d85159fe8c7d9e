import { groupKey } from '../../ldap/group-key.ts';
import { type Value, valuesOf } from '../../model/entry.ts';
import type { Profile } from '../../model/profile.ts';
import type { CurrentState, DesiredState } from '../../model/state.ts';

/** What a table answers for one address. */
export interface AliasEntry {
  /** The groups that have the address, as they are named themselves; more than one when entries share it. */
  readonly groups: readonly string[];
  /** Their member values together, as stored. Without any, Postfix finds nothing. */
  readonly values: readonly Value[];
  /** Whether a group that has the address is left out because it is disabled. */
  readonly disabled: boolean;
}

/** A table of groups, asked for an address in lower case: the LDAP map of Postfix, whatever the groups were read from. */
export type AliasMap = (key: string) => AliasEntry | undefined;

/** What becomes of disabled groups: a map that asks for the switch does not find them, others deliver all the same. */
export type DisabledGroups = 'deliver' | 'refuse';

/** One group as a table holds it. */
export interface AliasGroup {
  readonly address: string;
  /** Every address that it answers for; `address` among them. */
  readonly addresses: readonly string[];
  readonly values: readonly Value[];
  readonly enabled: boolean;
}

/** The groups that manifests declare, as a table would hold them after everything was applied. */
export function declaredGroups({ groups }: DesiredState): readonly AliasGroup[] {
  return groups.map(({ address, aliases, members, enabled }) => ({
    address,
    addresses: [address, ...(aliases ?? [])],
    values: members,
    enabled: enabled ?? true,
  }));
}

/** The groups that the directory holds. A group without the switch counts as disabled, as a filter on it would have it. */
export function storedGroups({ groups }: CurrentState, { enabled }: Profile): readonly AliasGroup[] {
  return groups.map(({ address, addresses, members, entry }) => ({
    address,
    addresses,
    values: members,
    enabled: enabled === undefined || valuesOf(entry, enabled.attribute).some((value) => value === enabled.on),
  }));
}

/** A table of these groups. Entries that share an address answer together, in their order. */
export function aliasMap(groups: readonly AliasGroup[], disabled: DisabledGroups): AliasMap {
  const byKey = new Map<string, AliasGroup[]>();
  for (const group of groups) {
    for (const key of new Set(group.addresses.map(groupKey))) {
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, [group]);
      else same.push(group);
    }
  }
  return (key) => {
    const found = byKey.get(key) ?? (key.includes(' ') ? byKey.get(groupKey(key)) : undefined);
    if (found === undefined) return undefined;
    const answering = found.filter(({ enabled }) => enabled || disabled === 'deliver');
    const [only] = answering;
    return {
      groups: found.map(({ address }) => address),
      values: answering.length === 1 && only !== undefined ? only.values : answering.flatMap(({ values }) => values),
      disabled: answering.length < found.length,
    };
  };
}
