import type { DesiredGroup } from '../../model/group.ts';
import type { LintRule } from './lint-rule.ts';

/** Postfix does not find a group without members: the sender gets a bounce, or a mailbox of the same name the mail. */
export const emptyGroups: LintRule = ({ groups }) =>
  groups.filter(isEmpty).map((group) => ({
    group,
    key: 'members',
    value: undefined,
    message: `the group ${group.address} has no members, so mail to it comes back to the sender`,
    hint: 'Add somebody, say "enabled: false", delete the manifest, or make an exception with the reason.',
  }));

/** A group whose query was not asked yet may have members all the same. */
function isEmpty({ members, mode, enabled, composition }: DesiredGroup): boolean {
  const isOpen = composition !== undefined && composition.unanswered.length > 0;
  return members.length === 0 && !isOpen && mode === 'authoritative' && enabled !== false;
}
