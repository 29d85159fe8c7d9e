import { aliasMap, declaredGroups } from '../mail/alias-map.ts';
import { expandAddress } from '../mail/expand.ts';
import type { GroupNode } from './group-graph.ts';
import { shortPath } from './group-loops.ts';
import { heaviest, heaviestPath, number } from './heaviest-path.ts';
import type { LintRule } from './lint-rule.ts';

/**
 * Above its limits, Postfix takes a message and then puts it off for everybody in it, again and again. It counts recipients
 * with their duplicates, over all groups inside. Only groups that could be too large are expanded.
 */
export const expansionLimit: LintRule = ({ groups, graph }, { mail }) => {
  const suspects = graph().nodes.filter((node) => node.size > mail.expansionLimit / (isTwice(node) ? 2 : 1));
  if (suspects.length === 0) return [];
  const map = aliasMap(declaredGroups({ groups }), 'deliver');
  return suspects.flatMap((node) => {
    const { group } = node;
    const asked = [group.address, ...(isTwice(node) ? (group.aliases ?? []) : [])];
    const expansion = asked
      .map((address) => expandAddress(address, map, mail))
      .find(({ deferral }) => deferral?.reason === 'recipients');
    if (expansion === undefined) return [];
    const { address, size } = expansion;
    const count = Number.isFinite(node.size)
      ? number(Math.max(size, node.size))
      : `more than ${number(mail.expansionLimit)}`;
    const largest = heaviest(node);
    const way = largest === undefined ? '' : `: ${shortPath(heaviestPath(node))}`;
    return {
      group,
      key: 'members' as const,
      value: node.nested.find((one) => one.node === largest)?.member,
      message: `mail to ${address} has ${count} recipients, and Postfix takes ${number(mail.expansionLimit)}${way}`,
      hint: 'It would put off every mail to the group. Somebody in several groups counts each time. Split the group, or take groups out of it. If your Postfix takes more (postconf virtual_alias_expansion_limit), write its number as mail.expansionLimit.',
    };
  });
};

/** Mail to an alias of a group that contains its own address comes to the members a second time. */
function isTwice({ group, nested }: GroupNode): boolean {
  return (group.aliases ?? []).length > 0 && nested.some(({ node }) => node.group === group);
}
