import type { Ava } from '../ldap/dn.ts';
import { formatRdn, rdnOf } from '../ldap/dn.ts';
import { groupKey } from '../ldap/group-key.ts';
import { rulesOf } from '../ldap/matching-rule.ts';
import { completeAddress, storedAddress } from '../ldap/profile.ts';
import { placeAfter, renamedEntry } from '../ldap/renamed-entry.ts';
import { valueKey } from '../ldap/value-key.ts';
import type { Change, EntryRename, Rename } from '../model/change.ts';
import { type Entry, type Value, valuesOf } from '../model/entry.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { Profile } from '../model/profile.ts';
import { takesAddress } from './blocked.ts';

/**
 * How a group gets the address that its manifest declares. An entry that is named by a former address is renamed, also
 * when it has the new one among its values; one that is named otherwise only gets other values. Undefined when there is
 * nothing of that kind to do.
 */
export function renameOf(desired: DesiredGroup, current: CurrentGroup, profile: Profile): Rename | undefined {
  if (desired.previously.length === 0) return undefined;
  const former = new Map(desired.previously.map((address) => [groupKey(address), address]));
  const name = namingAddress(current.dn, profile);
  const from = name === undefined ? undefined : former.get(groupKey(name));
  if (from !== undefined) return { from, isPassedOn: false, entry: entryRename(desired, current, from, profile) };
  const wanted = groupKey(desired.address);
  if (current.addresses.some((address) => groupKey(address) === wanted)) return undefined;
  const other = current.addresses.map((address) => former.get(groupKey(address))).find((found) => found !== undefined);
  return other === undefined ? undefined : { from: other, isPassedOn: false, entry: undefined };
}

/** Changes that know of each other: which former addresses pass on to another group. */
export function withPassedOn(changes: readonly Change[]): readonly Change[] {
  const taken = new Set(changes.filter(takesAddress).map(({ address }) => groupKey(address)));
  return changes.map((change) => {
    if (change.kind !== 'update' || change.rename === undefined) return change;
    return { ...change, rename: { ...change.rename, isPassedOn: taken.has(groupKey(change.rename.from)) } };
  });
}

/** The address that an entry is named by; undefined when it is named by something else. */
export function namingAddress(dn: string, profile: Profile): string | undefined {
  const value = rdnOf(dn)?.find((ava) => isAddress(ava, profile))?.value;
  return typeof value === 'string' ? completeAddress(value, profile) : undefined;
}

/** The entry as the new name leaves it, before anything else of it is changed. */
export function afterRename(entry: Entry, { newRdn, deleteOldRdn }: EntryRename, profile: Profile): Entry {
  return renamedEntry(entry, { kind: 'rename', dn: entry.dn, newRdn, deleteOldRdn }, rulesOf(profile));
}

/** Other values that the entry is named by stay in its name, and all of them in the spelling in which they are stored. */
function entryRename(
  { address, aliases = [] }: DesiredGroup,
  { dn, entry }: CurrentGroup,
  from: string,
  profile: Profile,
): EntryRename {
  const ruleOf = rulesOf(profile);
  const isSame = (type: string, value: Value) => (other: Value) =>
    valueKey(other, ruleOf(type)) === valueKey(value, ruleOf(type));
  const old = (rdnOf(dn) ?? []).map(({ type, value }): Ava => {
    return { type, value: valuesOf(entry, type).find(isSame(type, value)) ?? value };
  });
  const value = storedAddress(address, profile);
  const newRdn = formatRdn(old.map((ava) => (isAddress(ava, profile) ? { ...ava, value } : ava)));
  return {
    dn: placeAfter({ kind: 'rename', dn, newRdn, deleteOldRdn: true }),
    newRdn,
    deleteOldRdn: !aliases.some((alias) => groupKey(alias) === groupKey(from)),
    oldRdn: formatRdn(old),
    isNewValue: !valuesOf(entry, profile.address).some(isSame(profile.address, value)),
  };
}

function isAddress({ type }: Ava, { address }: Profile): boolean {
  return type.toLowerCase() === address.toLowerCase();
}
