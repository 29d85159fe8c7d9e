import { quoted } from '../../manifest/source.ts';
import type { LintRule } from './lint-rule.ts';

/** A member whose account is switched off gets nothing of what the group gets. */
export const disabledAccounts: LintRule = ({ groups, directory }) => {
  const mailboxes = directory?.mailboxes;
  if (directory === undefined || mailboxes?.someDisabled !== true) return [];
  const isDisabled = (member: string): boolean =>
    mailboxes.find(member)?.state === 'disabled' && !directory.hasGroup(member);
  return groups.flatMap((group) =>
    group.members.filter(isDisabled).map((value) => ({
      group,
      key: 'members' as const,
      value,
      message: `the account of the member ${quoted(value)} takes no mail`,
      hint: 'Take the member out, or switch the account on, so that mail.accounts.filter in the settings finds it.',
    })),
  );
};
