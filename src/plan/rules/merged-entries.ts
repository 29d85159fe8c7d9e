import { groupKey } from '../../ldap/group-key.ts';
import { quoted } from '../../manifest/source.ts';
import type { AnsweringEntry } from './directory-view.ts';
import type { EntryFinding, Finding, LintRule } from './lint-rule.ts';

/**
 * Postfix puts the members of all entries together that have an address, so each of them gets the mail of all. What is
 * a conflict of the plan is told there.
 */
export const mergedEntries: LintRule = ({ directory }) => {
  if (directory === undefined) return [];
  const told = directory.conflicts.filter((dns) => dns.length > 1).map((dns) => new Set(dns));
  return [...sharedAddresses(directory.entries)].flatMap(([address, entries]): (Finding | EntryFinding)[] => {
    const dns = entries.map(({ dn }) => dn).sort();
    if (told.some((conflict) => dns.filter((dn) => conflict.has(dn)).length > 1)) return [];
    const message = `${dns.length} entries answer for ${address}, and Postfix merges their members: ${dns.slice(0, 5).map(quoted).join(', ')}`;
    const about = { message, hint: 'Take the address out of all entries but one.' };
    const group = entries.find(({ desired }) => desired !== undefined)?.desired;
    if (group === undefined) return [{ dn: dns[0] ?? '', ...about }];
    return [{ group, key: 'address', value: undefined, ...about }];
  });
};

/** The addresses that more than one entry has, with these entries. */
function sharedAddresses(all: readonly AnsweringEntry[]): ReadonlyMap<string, readonly AnsweringEntry[]> {
  const first = new Map<string, AnsweringEntry>();
  const shared = new Map<string, AnsweringEntry[]>();
  for (const entry of all) {
    for (const key of new Set(entry.addresses.map(groupKey))) {
      const before = first.get(key);
      if (before === undefined) first.set(key, entry);
      else shared.set(key, [...(shared.get(key) ?? [before]), entry]);
    }
  }
  return shared;
}
