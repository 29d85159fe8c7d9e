import { aliasMap, declaredGroups } from '../mail/alias-map.ts';
import { expandAddress } from '../mail/expand.ts';
import type { LintRule } from './lint-rule.ts';

/** Groups that lead back to themselves by way of others: Postfix never comes to an end and puts off every mail to them. */
export const groupLoops: LintRule = ({ groups, graph }, { mail }) => {
  const looped = graph().nodes.filter(({ inLoop }) => inLoop);
  if (looped.length === 0) return [];
  const map = aliasMap(declaredGroups({ groups }), 'deliver');
  return looped.flatMap(({ group }) => {
    const { deferral } = expandAddress(group.address, map, mail);
    // The other two limits have rules of their own; an extension that grows with every round ends as too long an address.
    if (deferral === undefined || deferral.reason === 'recipients' || deferral.reason === 'nesting') return [];
    return {
      group,
      key: 'members' as const,
      value: group.members.find((member) => member === deferral.path[1]),
      message: `mail to ${group.address} never ends: ${shortPath(deferral.path)}`,
      hint: 'Postfix puts off every mail to these groups. Take one of them out of the next.',
    };
  });
};

/** A path as messages show it; of a very long one the middle is left out. */
export function shortPath(path: readonly string[]): string {
  const shown = path.length > 12 ? [...path.slice(0, 6), `… ${path.length - 10} more …`, ...path.slice(-4)] : path;
  return shown.join(' → ');
}
