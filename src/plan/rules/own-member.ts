import { quoted } from '../../manifest/source.ts';
import { addressKey } from '../../model/address.ts';
import { groupAddresses } from './group-addresses.ts';
import type { LintRule } from './lint-rule.ts';

/** Postfix expands a group inside itself once and keeps its address as a recipient: without a mailbox, the sender gets a bounce. */
export const ownMember: LintRule = ({ groups }, { localPart }) =>
  groups.flatMap((group) => {
    const own = groupAddresses(group).map(({ value }) => addressKey(value, localPart));
    const isOwn = (member: string): boolean =>
      own.some((key) => key.length === member.length && key === addressKey(member, localPart));
    return group.members.filter(isOwn).map((value) => ({
      group,
      key: 'members' as const,
      value,
      message: `the group lists its own address ${quoted(value)} as a member`,
      hint: 'Delete the entry, unless a mailbox of the same address keeps a copy of every mail.',
    }));
  });
