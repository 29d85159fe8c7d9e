import { dnKey } from '../ldap/dn.ts';
import { groupKey } from '../ldap/group-key.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { Conflict } from '../model/plan.ts';
import { isFormer } from './blocked.ts';

/** Which entries are to get another address, because a manifest names the one that they have under `previously`. */
export interface FormerEntries {
  readonly renamed: ReadonlyMap<DesiredGroup, CurrentGroup>;
  /** Groups for which nobody can tell which entry is theirs, or whose entry cannot be renamed. */
  readonly conflicts: ReadonlyMap<DesiredGroup, Conflict>;
}

/** Entries, or manifests, by the keys of their addresses. */
export type ByAddress<Item> = ReadonlyMap<string, readonly Item[]>;

/**
 * Looks for the entries of groups that had another address before. A group that has an entry by its own address is renamed
 * already. An address may pass from one group to another that is renamed in the same run: `b` becomes `c`, `a` becomes `b`.
 */
export function findFormer(
  groups: readonly DesiredGroup[],
  current: readonly CurrentGroup[],
  entries: ByAddress<CurrentGroup>,
): FormerEntries {
  const former = groups.filter(({ previously, mode }) => previously.length > 0 && mode !== 'ignored');
  const renamed = new Map<DesiredGroup, CurrentGroup>();
  const conflicts = new Map<DesiredGroup, Conflict>();
  if (former.length === 0) return { renamed, conflicts };
  const view = new Search(groups, former, entries);
  const below = belowAny(current);
  for (const group of former) {
    const found = view.formerOf(group);
    const [entry] = found;
    if (entry === undefined) continue;
    if (!view.isPending(group, [])) {
      const left = found.filter((one) => view.ownersOf(one, group).length === 0);
      if (left.length > 0) conflicts.set(group, bothThere(group, [...view.ownOf(group), ...left]));
      continue;
    }
    const owners = found.flatMap((one) => view.ownersOf(one, group));
    const rivals = owners.filter((other) => !view.isPending(other, []));
    const conflict =
      unclear(group, found, rivals) ??
      keepsAnother(group, entry, owners) ??
      claimedTwice(group, entry, view.heirsOf(entry, group)) ??
      (below(entry) ? hasEntriesBelow(group, entry) : undefined);
    if (conflict === undefined) {
      renamed.set(group, entry);
      continue;
    }
    conflicts.set(group, conflict);
    for (const rival of rivals) {
      conflicts.set(rival, found.length > 1 ? oneOfMany(rival, group, found) : { ...conflict, address: rival.address });
    }
  }
  return { renamed, conflicts };
}

class Search {
  readonly #entries: ByAddress<CurrentGroup>;
  readonly #owners: ByAddress<DesiredGroup>;
  readonly #heirs: ByAddress<DesiredGroup>;

  constructor(groups: readonly DesiredGroup[], former: readonly DesiredGroup[], entries: ByAddress<CurrentGroup>) {
    this.#entries = entries;
    this.#owners = indexBy(groups, ({ address }) => [address]);
    this.#heirs = indexBy(former, ({ previously }) => previously);
  }

  /** The entries that answer for the group's own address. */
  ownOf({ address }: DesiredGroup): readonly CurrentGroup[] {
    return this.#entries.get(groupKey(address)) ?? [];
  }

  /** Those that answer for a former address of it only. */
  formerOf(group: DesiredGroup): readonly CurrentGroup[] {
    const own = this.ownOf(group);
    const found = group.previously.flatMap((address) => this.#entries.get(groupKey(address)) ?? []);
    return [...new Set(found)].filter((entry) => !own.includes(entry));
  }

  /** Other groups whose own address an entry has. */
  ownersOf({ addresses }: CurrentGroup, group: DesiredGroup): readonly DesiredGroup[] {
    return addresses.flatMap((address) => this.#owners.get(groupKey(address)) ?? []).filter((other) => other !== group);
  }

  /** Other groups that had an address of an entry before. */
  heirsOf({ addresses }: CurrentGroup, group: DesiredGroup): readonly DesiredGroup[] {
    return addresses.flatMap((address) => this.#heirs.get(groupKey(address)) ?? []).filter((other) => other !== group);
  }

  /** Whether a group has no entry of its own address, or only one that another group takes with it. */
  isPending(group: DesiredGroup, seen: readonly DesiredGroup[]): boolean {
    const known = [...seen, group];
    const isTaken = (): boolean =>
      (this.#heirs.get(groupKey(group.address)) ?? []).some(
        (heir) => !known.includes(heir) && this.isPending(heir, known),
      );
    return this.formerOf(group).length > 0 && (this.ownOf(group).length === 0 || isTaken());
  }
}

function indexBy(
  groups: readonly DesiredGroup[],
  addressesOf: (group: DesiredGroup) => readonly string[],
): ByAddress<DesiredGroup> {
  const index = new Map<string, DesiredGroup[]>();
  for (const group of groups) {
    for (const key of addressesOf(group).map(groupKey)) index.set(key, [...(index.get(key) ?? []), group]);
  }
  return index;
}

/** Some servers move all that is below an entry with it, others refuse to rename it. */
function belowAny(current: readonly CurrentGroup[]): (entry: CurrentGroup) => boolean {
  const keys = current.map(({ dn }) => dnKey(dn));
  return ({ dn }) => {
    const ending = `,${dnKey(dn)}`;
    return keys.some((key) => key.endsWith(ending));
  };
}

function unclear(
  group: DesiredGroup,
  found: readonly CurrentGroup[],
  rivals: readonly DesiredGroup[],
): Conflict | undefined {
  const { address, previously, aliases = [], file } = group;
  const dns = found.map(({ dn }) => dn);
  const [entry] = found;
  const [rival] = rivals;
  if (entry === undefined) return undefined;
  if (found.length > 1) {
    return {
      address,
      dns,
      message: `${found.length} entries answer for its former addresses`,
      hint: `Leave the one address that is to be renamed in previously of ${file}, or remove the other entries.`,
    };
  }
  if (rival !== undefined) {
    return {
      address,
      dns,
      message: `nobody can tell whether one entry is ${rival.address} (${rival.file}), or becomes ${address} (${file})`,
      hint: `Take previously out of ${file} if the entry is ${rival.address}; else rename it in a run of its own, before ${rival.address} is declared.`,
    };
  }
  const known = new Set([...previously, ...aliases].map(groupKey));
  if (known.has(groupKey(entry.address))) return undefined;
  return {
    address,
    dns,
    message: `the entry of its former address is known as ${entry.address}`,
    hint: `Write previously: ${entry.address} if that group is meant, or name the address under aliases.`,
  };
}

/** The new name goes first, and the address of another group with the other values after it: in between the entry is both. */
function keepsAnother(
  group: DesiredGroup,
  { dn, address, addresses }: CurrentGroup,
  owners: readonly DesiredGroup[],
): Conflict | undefined {
  const other = owners.find((owner) => groupKey(owner.address) !== groupKey(address));
  if (other === undefined || !isFormer(group, address)) return undefined;
  const value = addresses.find((one) => groupKey(one) === groupKey(other.address)) ?? other.address;
  return {
    address: group.address,
    dns: [dn],
    message: `the entry of its former address has that of ${other.address} (${other.file}) too`,
    hint: `Remove ${value} from the entry first. One run cannot rename it and give that address to another group without a moment in which both groups are one.`,
  };
}

function oneOfMany({ address }: DesiredGroup, heir: DesiredGroup, found: readonly CurrentGroup[]): Conflict {
  return {
    address,
    dns: found.map(({ dn }) => dn),
    message: `its entry has a former address of ${heir.address} (${heir.file}), and so has another entry`,
    hint: `Leave the one address that is to be renamed in previously of ${heir.file}, or remove the address from one of the entries.`,
  };
}

function claimedTwice(
  { address, file }: DesiredGroup,
  { dn }: CurrentGroup,
  [other]: readonly DesiredGroup[],
): Conflict | undefined {
  if (other === undefined) return undefined;
  return {
    address,
    dns: [dn],
    message: `nobody can tell whether its former entry becomes ${address} (${file}) or ${other.address} (${other.file})`,
    hint: 'The entry has former addresses of both. Take previously out of one of the two manifests.',
  };
}

function bothThere({ address, file }: DesiredGroup, entries: readonly CurrentGroup[]): Conflict {
  return {
    address,
    dns: entries.map(({ dn }) => dn),
    message: `there is an entry for it, and another one for its former address ${entries.at(-1)?.address ?? ''}`,
    hint: `Two entries cannot become one. Remove the one that is not wanted; or take previously out of ${file}, and the two are two groups.`,
  };
}

function hasEntriesBelow({ address }: DesiredGroup, { dn }: CurrentGroup): Conflict {
  return {
    address,
    dns: [dn],
    message: 'the entry of its former address has other groups below it, and cannot be renamed without them',
    hint: 'Move the entries below it elsewhere first (ldapmodify: changetype: modrdn, newsuperior).',
  };
}
