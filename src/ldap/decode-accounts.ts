import type { Account } from '../model/account.ts';
import { type Entry, valuesOf } from '../model/entry.ts';
import type { Profile } from '../model/profile.ts';
import { completeAddress } from './profile.ts';

/** Entries as accounts, and the first one that does not show the addresses by which it was found. */
export interface DecodedAccounts {
  readonly accounts: readonly Account[];
  /** Its DN; undefined when there is none. */
  readonly hidden: string | undefined;
}

/** Reads entries that have one of these attributes; a value that is not text is nobody's address. */
export function decodeAccounts(
  entries: readonly Entry[],
  attributes: readonly string[],
  state: Account['state'],
  profile: Profile,
): DecodedAccounts {
  const accounts: Account[] = [];
  let hidden: string | undefined;
  for (const entry of entries) {
    const values = attributes.flatMap((name) => valuesOf(entry, name));
    if (values.length === 0) hidden ??= entry.dn;
    const addresses = values.flatMap((value) => (typeof value === 'string' ? [completeAddress(value, profile)] : []));
    accounts.push({ dn: entry.dn, addresses, state });
  }
  return { accounts, hidden };
}
