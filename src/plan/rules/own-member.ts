import { quoted } from '../../manifest/source.ts';
import { addressKey } from '../../model/address.ts';
import { groupAddresses } from './group-addresses.ts';
import type { LintRule } from './lint-rule.ts';
import type { Mailboxes } from './mailboxes.ts';

/**
 * Postfix expands a group inside itself once and keeps its address as a recipient: without a mailbox, the sender gets a bounce.
 * Where the accounts were read, a group whose address is a mailbox keeps a copy of each mail, on purpose.
 */
export const ownMember: LintRule = ({ groups, directory }, { localPart }) =>
  groups.flatMap((group) => {
    const own = groupAddresses(group).map(({ value }) => addressKey(value, localPart));
    const isOwn = (member: string): boolean =>
      own.some((key) => key.length === member.length && key === addressKey(member, localPart));
    return group.members
      .filter(isOwn)
      .filter((value) => directory?.mailboxes?.find(value)?.state !== 'open')
      .map((value) => ({
        group,
        key: 'members' as const,
        value,
        message: `the group lists its own address ${quoted(value)} as a member${mailboxWords(value, directory?.mailboxes)}`,
        hint: 'Delete the entry, unless a mailbox of the same address keeps a copy of every mail.',
      }));
  });

function mailboxWords(address: string, mailboxes: Mailboxes | undefined): string {
  if (mailboxes === undefined) return '';
  return mailboxes.find(address) === undefined ? ', and no account has it' : ', and its account takes no mail';
}
