import { quoted } from '../../manifest/source.ts';
import { addressKey } from '../../model/address.ts';
import { unansweredQueries } from '../../model/group.ts';
import type { LintRule } from './lint-rule.ts';

/** An owner who is a member of nothing has perhaps left, and nobody answers for the group. */
export const absentOwners: LintRule = ({ groups }, { localPart }) => {
  const owners = new Set(groups.flatMap((group) => group.owners.map((owner) => addressKey(owner, localPart))));
  // An owner may be a member by a query that was not asked yet.
  if (owners.size === 0 || unansweredQueries(groups).length > 0) return [];
  const seen = new Set<string>();
  for (const { members, address, aliases = [] } of groups) {
    for (const one of [address, ...aliases]) seen.add(addressKey(one, localPart));
    for (const member of members) {
      const key = addressKey(member, localPart);
      if (owners.has(key)) seen.add(key);
    }
  }
  return groups.flatMap((group) =>
    group.owners
      .filter((owner) => !seen.has(addressKey(owner, localPart)))
      .map((value) => ({
        group,
        key: 'owners' as const,
        value,
        message: `the owner ${quoted(value)} is a member of no group`,
        hint: 'Name somebody who still answers for the group.',
      })),
  );
};
