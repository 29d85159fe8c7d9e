import { groupKey } from '../../ldap/group-key.ts';
import { lowerAscii } from '../../model/address.ts';
import type { Value } from '../../model/entry.ts';
import type { AliasGroup } from './alias-map.ts';
import type { MailRules } from './mail-rules.ts';
import { isPlainAddress, parseAddresses } from './parse-addresses.ts';

/** Which groups hold which others, by `groupKey` of their own addresses. */
export interface GroupLinks {
  /** The groups that hold a group. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
  /** Groups that hold groups. */
  readonly nesting: ReadonlySet<string>;
  /** Groups with a value that is not simply one address. */
  readonly odd: ReadonlySet<string>;
}

/** Goes through every member once, of all groups together. */
export function linkGroups(groups: readonly AliasGroup[], rules: MailRules): GroupLinks {
  const owners = new Map<string, Set<string>>();
  for (const { address, addresses } of groups) {
    for (const key of addresses.map(groupKey)) put(owners, key, groupKey(address));
  }
  const catchesDomains = [...owners.keys()].some((key) => key.startsWith('@'));
  const isSimple = !catchesDomains && !/[a-z0-9_.]/.test(rules.delimiters);
  const [holders, nesting, odd] = [new Map<string, Set<string>>(), new Set<string>(), new Set<string>()];
  const link = (holder: string, key: string): void => {
    for (const held of owners.get(key) ?? []) {
      nesting.add(holder);
      put(holders, held, holder);
    }
  };
  for (const { address, values } of groups) {
    const holder = groupKey(address);
    for (const value of values) {
      if (isSimple && typeof value === 'string' && looksAsItIs.test(value)) {
        if (owners.has(value)) link(holder, value);
        continue;
      }
      const found = isPlain(value) ? [value] : oddAddresses(value, rules);
      if (found[0] !== value) odd.add(holder);
      for (const one of found) for (const key of lookups(one, rules, catchesDomains)) link(holder, key);
    }
  }
  return { holders, nesting, odd };
}

/** Most members: lower case, and no sign in them that may part an address from its extension. One lookup is enough. */
const looksAsItIs = /^[a-z0-9_.]+@[a-z0-9.-]+$/;

/** These groups and all that hold them, through however many others. */
export function holdersOf(start: Iterable<string>, { holders }: GroupLinks): ReadonlySet<string> {
  const found = new Set(start);
  for (const key of found) {
    for (const holder of holders.get(key) ?? []) found.add(holder);
  }
  return found;
}

function isPlain(value: Value): value is string {
  return typeof value === 'string' && isPlainAddress(value);
}

function oddAddresses(value: Value, { origin }: MailRules): readonly string[] {
  return typeof value === 'string' ? parseAddresses(value, origin) : [];
}

/** What Postfix asks a table for: the address, the same without its extension, its domain alone. */
function* lookups(address: string, { delimiters }: MailRules, catchesDomains: boolean): Generator<string> {
  const key = lowerAscii(address);
  yield key;
  const at = key.lastIndexOf('@');
  if (at < 0) return;
  for (const delimiter of delimiters) {
    const start = key.indexOf(delimiter);
    if (start > 0 && start < at) yield key.slice(0, start) + key.slice(at);
  }
  if (catchesDomains) yield key.slice(at);
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}
