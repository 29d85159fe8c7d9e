import { groupKey } from '../../ldap/group-key.ts';
import type { AliasGroup, DisabledGroups } from './alias-map.ts';
import { extensionStart, foldAddress } from './find-alias.ts';
import type { MailRules } from './mail-rules.ts';
import { isPlainAddress, parseAddresses } from './parse-addresses.ts';

/** The ways to an address: from a group, through the groups in it, to the address. */
export interface Ways {
  readonly ways: readonly (readonly string[])[];
  /** Whether there are more. */
  readonly more: boolean;
}

/**
 * Every way from a group to an address, the shorter ones first, at most so many. A group stands in a way once. A member
 * with an extension counts as the address without it: its mail goes to the same mailbox, or to the same group. The address of a
 * group stands for all its addresses.
 */
export function waysTo(
  address: string,
  groups: readonly AliasGroup[],
  disabled: DisabledGroups,
  rules: MailRules,
  most: number,
): Ways {
  const ways: (readonly string[])[] = [];
  const asked = foldAddress(address);
  const own = groups.filter(({ addresses }) => addresses.some((one) => groupKey(one) === asked));
  const keys = [...new Set([asked, ...own.flatMap(({ addresses }) => addresses.map(groupKey))])];
  const answering = groups.filter(({ enabled }) => enabled || disabled === 'deliver');
  const holders = holdersByKey(answering, keys, rules);
  let current: readonly Step[] = [{ keys, way: [], inWay: new Set(own) }];
  while (current.length > 0) {
    const next: Step[] = [];
    for (const { keys: wanted, way, inWay } of current) {
      for (const { holder, value } of wanted.flatMap((key) => holders.get(key) ?? [])) {
        if (inWay.has(holder)) continue;
        if (ways.length >= most) return { ways, more: true };
        const longer = [holder.address, ...(way.length === 0 ? [value] : way)];
        ways.push(longer);
        next.push({ keys: holder.addresses.map(groupKey), way: longer, inWay: new Set([...inWay, holder]) });
      }
    }
    current = next;
  }
  return { ways, more: false };
}

interface Step {
  readonly keys: readonly string[];
  readonly way: readonly string[];
  readonly inWay: ReadonlySet<AliasGroup>;
}

interface Holder {
  readonly holder: AliasGroup;
  /** The address as the group has it. */
  readonly value: string;
}

/** Who holds the address that was asked for, and who holds a group; nobody else is ever asked for. */
function holdersByKey(
  groups: readonly AliasGroup[],
  asked: readonly string[],
  rules: MailRules,
): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>(asked.map((key) => [key, []]));
  for (const { addresses } of groups) for (const address of addresses) holders.set(groupKey(address), []);
  for (const holder of groups) {
    for (const stored of holder.values) {
      if (typeof stored !== 'string') continue;
      for (const value of isPlainAddress(stored) ? [stored] : parseAddresses(stored, rules.origin)) {
        for (const key of keysOf(value, rules)) {
          const known = holders.get(key);
          if (known !== undefined && known.at(-1)?.holder !== holder) known.push({ holder, value });
        }
      }
    }
  }
  return holders;
}

function keysOf(address: string, { delimiters }: MailRules): readonly string[] {
  const key = foldAddress(address);
  const at = key.lastIndexOf('@');
  const start = extensionStart(at < 0 ? key : key.slice(0, at), delimiters);
  return start > 0 && at >= 0 ? [key, key.slice(0, start) + key.slice(at)] : [key];
}
