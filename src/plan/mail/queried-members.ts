import { groupKey } from '../../ldap/group-key.ts';
import type { DesiredGroup } from '../../model/group.ts';
import type { MailNode } from '../../model/mail-report.ts';

/** What queries have to do with groups that manifests declare, by `groupKey`. */
export interface QueriedGroups {
  /** The members that a query answers, with its name. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Queries that were not asked. */
  readonly unanswered: ReadonlyMap<string, readonly string[]>;
}

/** What queries have to do with these groups. */
export function queriedGroups(groups: readonly DesiredGroup[]): QueriedGroups {
  const members = new Map<string, ReadonlyMap<string, string>>();
  const unanswered = new Map<string, readonly string[]>();
  for (const { address, aliases = [], composition } of groups) {
    if (composition === undefined) continue;
    if (composition.queried.size > 0) members.set(groupKey(address), composition.queried);
    if (composition.unanswered.length === 0) continue;
    for (const one of [address, ...aliases]) unanswered.set(groupKey(one), composition.unanswered);
  }
  return { members, unanswered };
}

/** The tree with the query behind each member that has one. */
export function withQueries(node: MailNode, { members }: QueriedGroups): MailNode {
  return members.size === 0 ? node : marked(node, undefined, members);
}

/** The queries of groups in a tree that were not asked, each once. */
export function unansweredBelow(node: MailNode, { unanswered }: QueriedGroups): readonly string[] {
  if (unanswered.size === 0) return [];
  const names = new Set<string>();
  const nodes = [node];
  for (const { address, groups, children } of nodes) {
    for (const one of [address, ...groups]) for (const name of unanswered.get(groupKey(one)) ?? []) names.add(name);
    nodes.push(...children);
  }
  return [...names];
}

/** The last groups of some ways in which a query answers the address that they lead to, each once. */
export function queriedEnds(
  ways: readonly (readonly string[])[],
  { members }: QueriedGroups,
): readonly { readonly group: string; readonly query: string }[] {
  const ends = new Map<string, string>();
  for (const way of ways) {
    const [group = '', address = ''] = way.slice(-2);
    for (const [member, query] of members.get(groupKey(group)) ?? []) {
      if (groupKey(member) === groupKey(address)) ends.set(group, query);
    }
  }
  return [...ends].map(([group, query]) => ({ group, query }));
}

function marked(node: MailNode, query: string | undefined, members: QueriedGroups['members']): MailNode {
  const own = node.groups.length === 0 ? [node.address] : node.groups;
  const queried = own.flatMap((group) => members.get(groupKey(group)) ?? []);
  const queryOf = ({ value, address }: MailNode): string | undefined =>
    queried.map((one) => one.get(value ?? address)).find((name) => name !== undefined);
  return { ...node, query, children: node.children.map((child) => marked(child, queryOf(child), members)) };
}
