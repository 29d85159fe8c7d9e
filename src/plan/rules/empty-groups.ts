import type { LintRule } from './lint-rule.ts';

/** Postfix does not find a group without members: the sender gets a bounce, or a mailbox of the same name the mail. */
export const emptyGroups: LintRule = ({ groups }) =>
  groups
    .filter(({ members, mode, enabled }) => members.length === 0 && mode === 'authoritative' && enabled !== false)
    .map((group) => ({
      group,
      key: 'members',
      value: undefined,
      message: `the group ${group.address} has no members, so mail to it comes back to the sender`,
      hint: 'Add somebody, say "enabled: false", delete the manifest, or make an exception with the reason.',
    }));
