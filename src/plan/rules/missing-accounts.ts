import { quoted } from '../../manifest/source.ts';
import { domainOf, lowerAscii } from '../../model/address.ts';
import type { LintRule } from './lint-rule.ts';

/** Mail to an address of ours that nobody has comes back to the sender, for each message to the group anew. */
export const missingAccounts: LintRule = ({ groups, directory }, { domains }) => {
  const mailboxes = directory?.mailboxes;
  if (directory === undefined || mailboxes === undefined) return [];
  const ours = new Set(domains.map(lowerAscii));
  const isMissing = (member: string): boolean =>
    mailboxes.find(member) === undefined && ours.has(lowerAscii(domainOf(member))) && !directory.hasGroup(member);
  return groups.flatMap((group) =>
    group.members.filter(isMissing).map((value) => ({
      group,
      key: 'members' as const,
      value,
      message: `the member ${quoted(value)} has no account, so mail to it comes back to the sender`,
      hint: 'Correct the address, take the member out, or make an exception with the reason. Accounts are the entries of mail.accounts in the settings.',
    })),
  );
};
