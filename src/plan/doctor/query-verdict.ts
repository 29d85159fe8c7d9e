import { escapeFilterValue, type Filter, parseFilter } from '../../ldap/filter.ts';
import { matches } from '../../ldap/filter-match.ts';
import { rulesOf } from '../../ldap/matching-rule.ts';
import { storedAddress } from '../../ldap/profile.ts';
import { localPartOf } from '../../model/address.ts';
import type { Entry } from '../../model/entry.ts';
import { fillKey } from '../../postfix/fill-key.ts';
import type { SettingsFacts } from './facts.ts';

/** What a `query_filter` means for groups as the settings store them. */
export type QueryVerdict =
  | { readonly kind: 'no filter'; readonly problem: string }
  | {
      readonly kind: 'known';
      /** Whether a group that is switched on is found by its address. */
      readonly on: boolean;
      /** Whether one that is switched off is found, and one without the switch. */
      readonly off: boolean;
      readonly unset: boolean;
      /** Whether a group is found when another address is looked up, and when another domain is. */
      readonly otherAddress: boolean;
      readonly otherDomain: boolean;
      /** Whether an entry is found that has the address among its members: membership the other way round. */
      readonly reversed: boolean;
      /** Whether an entry is found that is no group for Rollcall. */
      readonly strangers: boolean;
      /** The attributes that are compared with the address. */
      readonly asked: readonly string[];
    };

/** Tries a `query_filter` on entries as the profile makes them. */
export function queryVerdict(template: string, settings: SettingsFacts): QueryVerdict {
  const { profile, filter: ours } = settings;
  const key = `probe@${(profile.domain ?? settings.domains[0] ?? 'example.net').toLowerCase()}`;
  const parsed = parsedFor(template, key);
  if ('problem' in parsed) return { kind: 'no filter', problem: parsed.problem };
  const ruleOf = rulesOf(profile);
  const found = (entry: Entry, asked = parsed.filter): boolean => matches(asked, entry, ruleOf);
  const elsewhere = parsedFor(template, `${localPartOf(key)}@elsewhere.invalid`);
  const group = groupEntry(settings, key, 'on');
  const stranger = { ...group, attributes: group.attributes.filter(({ name }) => !/^objectclass$/i.test(name)) };
  return {
    kind: 'known',
    on: found(group),
    off: found(groupEntry(settings, key, 'off')),
    unset: found(groupEntry(settings, key, 'unset')),
    otherAddress: found(groupEntry(settings, `other-${key}`, 'on')),
    otherDomain: 'filter' in elsewhere && found(group, elsewhere.filter),
    reversed: found(groupEntry(settings, `other-${key}`, 'on', key)),
    strangers: !matches(ours, stranger, ruleOf) && found(stranger),
    asked: [...new Set(comparedWith(parsed.filter, [key, localPartOf(key)]))],
  };
}

function parsedFor(template: string, key: string): { readonly filter: Filter } | { readonly problem: string } {
  const text = fillKey(template, key, escapeFilterValue);
  if (text === undefined) return { problem: 'it needs more parts than an address has' };
  const parsed = parseFilter(text);
  return 'filter' in parsed ? parsed : { problem: parsed.problem };
}

/** A group as Rollcall would create it. */
function groupEntry(
  { profile, defaults }: SettingsFacts,
  address: string,
  state: 'on' | 'off' | 'unset',
  member = 'member@elsewhere.invalid',
): Entry {
  const { enabled } = profile;
  const fill = (text: string): string =>
    text.replaceAll('{address}', address).replaceAll('{local}', localPartOf(address));
  const given = Object.entries({ ...profile.defaults, ...defaults }).map(([name, value]) => ({
    name,
    values: [fill(value)],
  }));
  const own = [
    { name: 'objectClass', values: [...new Set([...profile.objectClasses, profile.groupClass])] },
    { name: profile.address, values: [storedAddress(address, profile)] },
    { name: profile.member, values: [member] },
    ...(enabled === undefined || state === 'unset' ? [] : [{ name: enabled.attribute, values: [enabled[state]] }]),
  ];
  const taken = new Set(own.map(({ name }) => name.toLowerCase()));
  return { dn: 'cn=probe', attributes: [...own, ...given.filter(({ name }) => !taken.has(name.toLowerCase()))] };
}

function comparedWith(filter: Filter, keys: readonly string[]): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap((part) => comparedWith(part, keys));
    case 'not':
      return comparedWith(filter.filter, keys);
    case 'equals':
    case 'approx':
      return keys.some((key) => key === filter.value) ? [filter.attribute] : [];
    default:
      return [];
  }
}
