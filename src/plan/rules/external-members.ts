import { quoted } from '../../manifest/source.ts';
import { domainOf, lowerAscii } from '../../model/address.ts';
import { matches } from './address-pattern.ts';
import { groupAddresses } from './group-addresses.ts';
import type { GroupNode } from './group-graph.ts';
import { shortPath } from './group-loops.ts';
import type { Finding, LintRule } from './lint-rule.ts';

/** What is said in an internal group stays with us: nobody outside of our domains gets its mail, not by way of other groups either. */
export const externalMembers: LintRule = ({ groups, graph }, { internal, domains }) => {
  if (internal.length === 0) return [];
  const isInternal = matches(internal);
  const ours = new Set(domains.map(lowerAscii));
  const inside = groups.filter((group) => groupAddresses(group).some(({ value }) => isInternal(value)));
  if (inside.length === 0) return [];
  const { find, nodes } = graph();
  const byGroup = new Map(nodes.map((node) => [node.group, node]));
  const ways = new Map<GroupNode, readonly string[] | undefined>();
  const wayOut = (node: GroupNode): readonly string[] | undefined => {
    if (ways.has(node)) return ways.get(node);
    ways.set(node, undefined);
    const way = node.group.members.map(stepOut).find((one) => one !== undefined);
    ways.set(node, way);
    return way;
  };
  const stepOut = (member: string): readonly string[] | undefined => {
    const node = find(member);
    if (node === undefined) return ours.has(lowerAscii(domainOf(member))) ? undefined : [member];
    const way = wayOut(node);
    return way === undefined ? undefined : [member, ...way];
  };
  return inside.flatMap((group) => {
    const own = byGroup.get(group);
    return group.members.flatMap((value): Finding[] => {
      if (find(value) === own) return [];
      const way = stepOut(value);
      if (way === undefined) return [];
      const message =
        way.length === 1
          ? `the member ${quoted(value)} of the internal group ${group.address} is outside of our domains`
          : `mail to the internal group ${group.address} leaves our domains: ${shortPath([group.address, ...way])}`;
      return [{ group, key: 'members', value, message, hint: outsideHint }];
    });
  });
};

const outsideHint =
  'Take the member out, or make an exception for this address with the reason. Our domains are mail.domains, the internal groups mail.internal in the settings.';
