import { groupKey } from '../ldap/group-key.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { Conflict } from '../model/plan.ts';
import type { CurrentState, DesiredState, Elsewhere, UnclearGroup } from '../model/state.ts';
import { type FormerEntries, findFormer } from './former-entries.ts';

/** A declared group and the entry that answers for its address, or for a former one. */
export interface Pair {
  readonly desired: DesiredGroup;
  readonly current: CurrentGroup;
}

/** Who is compared with whom. */
export interface Scope {
  readonly pairs: readonly Pair[];
  /** Declared, and no entry answers for the address. */
  readonly missing: readonly DesiredGroup[];
  /** In the directory, and no manifest names any of its addresses. */
  readonly unmanaged: readonly CurrentGroup[];
  /** The same of groups that are not clear. */
  readonly strangers: readonly UnclearGroup[];
  readonly conflicts: readonly Conflict[];
  /** Declared with `mode: ignored`: left alone on purpose. */
  readonly ignored: readonly DesiredGroup[];
}

/** Matches manifests and entries by the address attribute, whatever the DN; contradictions become conflicts. */
export function scopeStates(desired: DesiredState, current: CurrentState): Scope {
  const entries = indexEntries(current.groups);
  const manifests = indexManifests(desired.groups);
  const former = findFormer(desired.groups, current.groups, entries);
  const pairs: Pair[] = [];
  const missing: DesiredGroup[] = [];
  const conflicts: Conflict[] = [];
  const ignored: DesiredGroup[] = [];
  for (const group of desired.groups) {
    if (group.mode === 'ignored') {
      ignored.push(group);
      continue;
    }
    const renamed = former.renamed.get(group);
    const candidates = renamed === undefined ? (entries.get(groupKey(group.address)) ?? []) : [renamed];
    const conflict =
      findUnclear(group, current.unclear) ??
      former.conflicts.get(group) ??
      findConflict(group, candidates, entries, manifests, former.renamed) ??
      (candidates.length === 0 || renamed !== undefined ? findElsewhere(group, current.elsewhere) : undefined);
    const only = candidates[0];
    if (conflict !== undefined) conflicts.push(conflict);
    else if (only === undefined) missing.push(group);
    else pairs.push({ desired: group, current: only });
  }
  const before = new Set(desired.groups.flatMap(({ previously }) => previously.map(groupKey)));
  const named = (address: string): boolean => manifests.has(groupKey(address)) || before.has(groupKey(address));
  const unmanaged = current.groups.filter((group) => !group.addresses.some(named));
  const strangers = current.unclear.filter((group) => !group.addresses.some(named));
  return { pairs, missing, unmanaged, strangers, conflicts, ignored };
}

function findConflict(
  group: DesiredGroup,
  candidates: readonly CurrentGroup[],
  entries: ReadonlyMap<string, readonly CurrentGroup[]>,
  manifests: ReadonlyMap<string, readonly DesiredGroup[]>,
  renamed: FormerEntries['renamed'],
): Conflict | undefined {
  const dns = candidates.map(({ dn }) => dn);
  if (candidates.length > 1) {
    return {
      address: group.address,
      dns,
      message: `${candidates.length} entries answer for ${group.address}`,
      hint: 'Postfix merges their members. Remove the address from all entries but one.',
    };
  }
  const [only] = candidates;
  const othersFor = (address: string): readonly DesiredGroup[] =>
    (manifests.get(groupKey(address)) ?? []).filter((other) => other !== group);
  // The address of a group may be on the entry that gives it up; its aliases may not.
  const isGivenUp = (other: DesiredGroup, address: string): boolean =>
    renamed.has(other) && renamed.get(other) !== only && groupKey(other.address) === groupKey(address);
  const rival = only?.addresses
    .flatMap((address) => othersFor(address).filter((other) => !isGivenUp(other, address)))
    .at(0);
  if (rival !== undefined) {
    return {
      address: group.address,
      dns,
      message: `one entry answers for ${group.address} and for ${rival.address} (${rival.file})`,
      hint: 'Keep one of the two manifests and name the other address under its aliases, or split the entry in the directory.',
    };
  }
  const twin = [group.address, ...(group.aliases ?? [])].flatMap(othersFor).at(0);
  if (twin !== undefined) {
    return {
      address: group.address,
      dns,
      message: `it declares an address of ${twin.address} (${twin.file}) too`,
      hint: 'Addresses of groups compare without regard to case, whatever mail.localPart says. Keep the address in one of the two manifests.',
    };
  }
  for (const alias of group.aliases ?? []) {
    const owner = entries.get(groupKey(alias))?.find((entry) => entry !== only);
    if (owner !== undefined) {
      return {
        address: group.address,
        dns: [...dns, owner.dn],
        message: `its alias ${alias} already belongs to another entry`,
        hint: 'Remove the address from the other entry first, or from aliases.',
      };
    }
  }
  return undefined;
}

/** An entry that does not show all it holds can be compared with nothing. */
function findUnclear(group: DesiredGroup, unclear: readonly UnclearGroup[]): Conflict | undefined {
  if (unclear.length === 0) return undefined;
  const wanted = new Set([group.address, ...(group.aliases ?? []), ...group.previously].map(groupKey));
  const found = unclear.find(({ addresses }) => addresses.some((address) => wanted.has(groupKey(address))));
  if (found === undefined) return undefined;
  return { address: group.address, dns: [found.dn], message: `its entry ${found.message}`, hint: found.hint };
}

function findElsewhere(group: DesiredGroup, elsewhere: readonly Elsewhere[]): Conflict | undefined {
  if (elsewhere.length === 0) return undefined;
  const wanted = new Set([group.address, ...(group.aliases ?? [])].map(groupKey));
  const found = elsewhere.find(({ addresses }) => addresses.some((address) => wanted.has(groupKey(address))));
  if (found === undefined) return undefined;
  return {
    address: group.address,
    dns: [found.dn],
    message: `an entry outside the managed groups already has the address`,
    hint: 'A second entry would share or take its mail. Give the group another address, widen directory.base or directory.filter, or remove the address there.',
  };
}

/** Entries by the keys of all their addresses. */
export function indexEntries(groups: readonly CurrentGroup[]): ReadonlyMap<string, readonly CurrentGroup[]> {
  const index = new Map<string, CurrentGroup[]>();
  for (const group of groups) {
    for (const key of new Set(group.addresses.map(groupKey))) append(index, key, group);
  }
  return index;
}

function indexManifests(groups: readonly DesiredGroup[]): ReadonlyMap<string, readonly DesiredGroup[]> {
  const index = new Map<string, DesiredGroup[]>();
  for (const group of groups) {
    for (const key of new Set([group.address, ...(group.aliases ?? [])].map(groupKey))) append(index, key, group);
  }
  return index;
}

function append<T>(index: Map<string, T[]>, key: string, item: T): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [item]);
  else list.push(item);
}
