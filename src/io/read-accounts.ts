import { decodeAccounts } from '../ldap/decode-accounts.ts';
import { dnKey, isWithin } from '../ldap/dn.ts';
import { and, type Filter, or, present } from '../ldap/filter.ts';
import type { Account } from '../model/account.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { CurrentState } from '../model/state.ts';
import type { DirectoryReader } from './directory.ts';
import { readBelow } from './read-below.ts';
import type { AccountSettings, Settings } from './run-settings.ts';

/** The entries that were read as groups. */
type Known = Pick<CurrentState, 'groups' | 'unclear'>;

/**
 * Every account, completely: those that take mail, then those that do not. An entry that was read as a group is none: where
 * both are of one class, the base of the accounts can hold the groups. A base that is not there, an account that does
 * not show its addresses, or no account that takes mail is a Failure: who may not see them would take each member for
 * somebody who has left.
 */
export async function readAccounts(
  reader: DirectoryReader,
  { base, filter, attributes }: AccountSettings,
  { profile, directory }: Settings,
  known: Known,
  onProgress: (entries: number) => void,
): Promise<readonly Account[]> {
  const isOther = notAmong(known, base, directory.base);
  const some = or(...attributes.map(present));
  const find = async (what: Filter, kind: Account['state'], before: number): Promise<readonly Account[]> => {
    const place = { key: 'mail.accounts.base', base, filter: what, attributes };
    const entries = await readBelow(reader, place, (count) => onProgress(before + count));
    const { accounts, hidden } = decodeAccounts(entries.filter(isOther), attributes, kind, profile);
    if (hidden !== undefined) throw hides(hidden, attributes, reader.url);
    return accounts;
  };
  const open = await find(filter === undefined ? some : and(some, filter), 'open', 0);
  if (open.length === 0) throw nobody(base, attributes, reader.url);
  const disabled = filter === undefined ? [] : await find(and(some, { kind: 'not', filter }), 'disabled', open.length);
  return [...open, ...disabled];
}

function hides(dn: string, attributes: readonly string[], url: string): Failure {
  const hint = `Let the bind DN read ${attributes.join(' and ')} of the accounts (olcAccess), or name it in mail.accounts.attribute as the server does.`;
  return new Failure('directory', `the account ${dn} at ${url} does not show its addresses`, hint);
}

function nobody(base: string, attributes: readonly string[], url: string): Failure {
  const hint = `Correct mail.accounts, or let the bind DN search and read ${attributes.join(' and ')} there: accounts that are hidden look the same.`;
  return new Failure('directory', `no account below ${base} at ${url} takes mail`, hint);
}

/** Whether an entry is none of the groups; only where one base holds the other there is something to compare. */
function notAmong({ groups, unclear }: Known, base: string, groupsBase: string): (entry: Entry) => boolean {
  if (!isWithin(groupsBase, base) && !isWithin(base, groupsBase)) return () => true;
  const known = new Set([...groups, ...unclear].map(({ dn }) => dnKey(dn)));
  return ({ dn }) => !known.has(dnKey(dn));
}
