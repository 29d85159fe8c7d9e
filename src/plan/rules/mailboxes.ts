import { groupKey } from '../../ldap/group-key.ts';
import type { Account } from '../../model/account.ts';
import { domainOf, localPartOf } from '../../model/address.ts';
import { extensionStart } from '../mail/find-alias.ts';

/** The accounts by their addresses, looked up as Postfix looks up mailboxes: without regard to case. */
export interface Mailboxes {
  /** The account that has exactly this address. */
  readonly owner: (address: string) => Account | undefined;
  /** The account that mail to the address goes to: by its whole, without its extension, or by its domain alone. */
  readonly find: (address: string) => Account | undefined;
  /** Whether one of them takes no mail. */
  readonly someDisabled: boolean;
}

/** Puts accounts under their addresses; of several with one address, one that takes mail counts. */
export function mailboxes(accounts: readonly Account[], delimiters: string): Mailboxes {
  const byKey = new Map<string, Account>();
  for (const account of accounts) {
    for (const address of account.addresses) {
      const key = groupKey(address);
      if (account.state === 'open' || !byKey.has(key)) byKey.set(key, account);
    }
  }
  return {
    owner: (address) => byKey.get(groupKey(address)),
    find: (address) => byKey.get(address) ?? firstOf(lookups(address, delimiters), byKey),
    someDisabled: accounts.some(({ state }) => state === 'disabled'),
  };
}

/** The keys under which Postfix looks for an address, in its order. */
export function lookups(address: string, delimiters: string): readonly string[] {
  const [local, domain] = [localPartOf(address), domainOf(address)];
  const split = extensionStart(local, delimiters);
  const keys = [address, ...(split < 0 ? [] : [`${local.slice(0, split)}@${domain}`]), `@${domain}`];
  return keys.map(groupKey);
}

function firstOf<Item>(keys: readonly string[], items: ReadonlyMap<string, Item>): Item | undefined {
  for (const key of keys) {
    const found = items.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
