import { groupKey } from '../../ldap/group-key.ts';
import { quoted } from '../../manifest/source.ts';
import type { Finding, LintRule } from './lint-rule.ts';

/** A group gets no mail by an address that it had before: who lists that one as a member, writes to nobody. */
export const formerMembers: LintRule = ({ groups }) => {
  const former = groups.filter(({ previously }) => previously.length > 0);
  if (former.length === 0) return [];
  const present = new Set(groups.flatMap(({ address, aliases = [] }) => [address, ...aliases].map(groupKey)));
  const heirs = new Map(former.flatMap((heir) => heir.previously.map((address) => [groupKey(address), heir])));
  return groups.flatMap((group) =>
    group.members.flatMap((value): Finding[] => {
      const key = groupKey(value);
      const heir = present.has(key) ? undefined : heirs.get(key);
      if (heir === undefined) return [];
      const message = `the member ${quoted(value)} is a former address of ${heir.address}, which gets no mail by it any more`;
      const hint = `Write ${heir.address}, or name the former address under aliases in ${heir.file}.`;
      return [{ group, key: 'members', value, message, hint }];
    }),
  );
};
