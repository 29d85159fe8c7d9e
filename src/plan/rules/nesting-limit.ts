import { aliasMap, declaredGroups } from '../mail/alias-map.ts';
import { expandAddress } from '../mail/expand.ts';
import { shortPath } from './group-loops.ts';
import type { LintRule } from './lint-rule.ts';

/** Groups inside groups, deeper than Postfix follows them. */
export const nestingLimit: LintRule = ({ groups, graph }, { mail }) => {
  const suspects = graph().nodes.filter(({ depth }) => depth >= mail.nestingLimit);
  if (suspects.length === 0) return [];
  const map = aliasMap(declaredGroups({ groups }), 'deliver');
  return suspects.flatMap(({ group, depth }) => {
    const { deferral } = expandAddress(group.address, map, mail);
    if (deferral?.reason !== 'nesting') return [];
    const levels = Number.isFinite(depth) ? `${depth}` : `${mail.nestingLimit}`;
    return {
      group,
      key: 'members' as const,
      value: group.members.find((member) => member === deferral.path[1]),
      message: `mail to ${group.address} passes ${levels} groups in a row, and Postfix follows fewer than ${mail.nestingLimit}: ${shortPath(deferral.path)}`,
      hint: 'It would put off every mail to the group. Put the members of the inner groups into it.',
    };
  });
};
