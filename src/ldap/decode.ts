import { addressProblem, lowerAscii } from '../model/address.ts';
import { type Entry, valuesOf } from '../model/entry.ts';
import type { CurrentGroup } from '../model/group.ts';
import type { Profile } from '../model/profile.ts';
import { rdnOf } from './dn.ts';
import { groupKey } from './group-key.ts';
import { completeAddress } from './profile.ts';

/** An entry that makes it unsafe to manage the tree it was found in: what is wrong with it, and what to do. */
export interface EntryProblem {
  readonly dn: string;
  readonly message: string;
  readonly hint: string;
  /** The addresses of the group when only this group is not clear; empty when the whole tree must not be planned for. */
  readonly addresses: readonly string[];
}

/** Entries as groups, and those that are none. */
export interface DecodedEntries {
  readonly groups: readonly CurrentGroup[];
  readonly problems: readonly EntryProblem[];
}

/** Reads entries as the profile says. Any problem means that the tree is not one we may plan for. */
export function decodeEntries(entries: readonly Entry[], profile: Profile): DecodedEntries {
  const groups: CurrentGroup[] = [];
  const problems: EntryProblem[] = [];
  for (const entry of entries) {
    const result = decodeEntry(entry, profile);
    if ('message' in result) problems.push(result);
    else groups.push(result);
  }
  return { groups, problems };
}

/** Reads one entry as the profile says. */
export function decodeEntry(entry: Entry, profile: Profile): CurrentGroup | EntryProblem {
  const { dn } = entry;
  let partly: string | undefined;
  for (const { name } of entry.attributes) {
    const lower = name.toLowerCase();
    if (profile.accountAttributes.includes(lower)) return looksLikeAccount(entry, name, profile);
    const options = lower.indexOf(';');
    if (options >= 0 && isOwn(lower.slice(0, options), profile)) partly = name;
  }
  const stored = valuesOf(entry, profile.address);
  if (stored.length === 0) return withoutAddress(dn, profile);
  const addresses: string[] = [];
  for (const value of stored) {
    if (typeof value !== 'string') return binaryAddress(dn, profile);
    addresses.push(completeAddress(value, profile));
  }
  if (partly !== undefined) return hasOptions(dn, partly, addresses);
  return {
    dn,
    address: primaryAddress(dn, addresses, profile),
    addresses,
    members: valuesOf(entry, profile.member),
    entry,
  };
}

function isOwn(name: string, { address, member }: Profile): boolean {
  return name === address.toLowerCase() || name === member.toLowerCase();
}

/** The address that the RDN names, in the spelling of the attribute; else the first value. */
function primaryAddress(dn: string, addresses: readonly string[], profile: Profile): string {
  const first = addresses[0] ?? '';
  if (addresses.length < 2) return first;
  const name = lowerAscii(profile.address);
  const ava = rdnOf(dn)?.find(({ type }) => lowerAscii(type) === name);
  if (typeof ava?.value !== 'string') return first;
  const wanted = groupKey(completeAddress(ava.value, profile));
  const named = addresses.find((address) => groupKey(address) === wanted);
  return named !== undefined && addressProblem(named) === undefined ? named : first;
}

function looksLikeAccount(entry: Entry, attribute: string, profile: Profile): EntryProblem {
  const members = valuesOf(entry, profile.member).length > 0;
  const reversed = members ? ` and has ${profile.member}, which then names the lists that it belongs to` : '';
  return {
    dn: entry.dn,
    addresses: [],
    message: `is a mailbox account, not a group: it has ${attribute}${reversed}`,
    hint: members
      ? 'This tree stores membership on the accounts, the other way round; managing it as groups would wreck it. Point directory.base at a tree of groups.'
      : 'Narrow directory.base or directory.filter so that they match groups only.',
  };
}

function hasOptions(dn: string, name: string, addresses: readonly string[]): EntryProblem {
  const ranged = /;range=/i.test(name);
  return {
    dn,
    addresses,
    message: ranged
      ? `came with only a part of its values (${name})`
      : `has ${name}: values under an attribute option cannot be managed`,
    hint: ranged
      ? 'The server cuts long attributes. Raise its limit on values per attribute, then try again.'
      : 'Move these values to the attribute without option; Postfix reads both as one.',
  };
}

function withoutAddress(dn: string, profile: Profile): EntryProblem {
  return {
    dn,
    addresses: [],
    message: `matches the filter but shows no ${profile.address}`,
    hint: `Let the bind DN read ${profile.address}, or narrow directory.filter; without it, existing groups would look missing.`,
  };
}

function binaryAddress(dn: string, profile: Profile): EntryProblem {
  return {
    dn,
    addresses: [],
    message: `has a value of ${profile.address} that is not text`,
    hint: `Mend ${profile.address} of this entry in the directory.`,
  };
}
