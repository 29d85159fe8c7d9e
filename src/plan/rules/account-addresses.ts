import { groupKey } from '../../ldap/group-key.ts';
import { quoted } from '../../manifest/source.ts';
import type { DesiredGroup } from '../../model/group.ts';
import { groupAddresses } from './group-addresses.ts';
import type { Finding, LintRule } from './lint-rule.ts';

/**
 * Postfix asks for groups first: a group with the address of a mailbox gets the mail that was meant for one person. It
 * leaves the mailbox its mail when it lists that very address as a member, and when it has no members at all.
 */
export const accountAddresses: LintRule = ({ groups, directory }) => {
  const mailboxes = directory?.mailboxes;
  if (mailboxes === undefined) return [];
  return groups.flatMap((group) => {
    if (group.members.length === 0 && group.mode === 'authoritative') return [];
    return groupAddresses(group).flatMap(({ key, value }): Finding[] => {
      const account = mailboxes.owner(value);
      if (account?.state !== 'open' || isMember(value, group)) return [];
      const message = `the address ${quoted(value)} belongs to the account ${quoted(account.dn)}, and the group takes its mail`;
      const hint =
        'Give the group another address; or add this one to its members, so that the mailbox gets the mail too; or make an exception with the reason.';
      return [{ group, key, value, message, hint }];
    });
  });
};

function isMember(address: string, { members }: DesiredGroup): boolean {
  const key = groupKey(address);
  return members.some((member) => member.length === key.length && groupKey(member) === key);
}
