import { shortPath } from './group-loops.ts';
import { heaviest, heaviestPath, number } from './heaviest-path.ts';
import type { LintRule } from './lint-rule.ts';

/** From this part of a limit on, there is not much room left. */
const nearlyFull = 0.9;

/** Groups that are nearly too large for Postfix: the next department that joins would stop all their mail. */
export const expansionHeadroom: LintRule = ({ graph }, { mail: { expansionLimit } }) =>
  graph()
    .nodes.filter(({ size }) => size > expansionLimit * nearlyFull && size <= expansionLimit)
    .map((node) => {
      const largest = heaviest(node);
      const way = largest === undefined ? '' : `: ${shortPath(heaviestPath(node))}`;
      return {
        group: node.group,
        key: 'members',
        value: node.nested.find((one) => one.node === largest)?.member,
        message: `mail to ${node.group.address} has ${number(node.size)} recipients of the ${number(expansionLimit)} that Postfix takes${way}`,
        hint: 'With more, Postfix puts off every mail to the group. Split it, or raise virtual_alias_expansion_limit and mail.expansionLimit in time.',
      };
    });
