import { addressKey } from '../../model/address.ts';
import type { DesiredGroup } from '../../model/group.ts';
import { groupAddresses } from './group-addresses.ts';

/** A member that is another group, or the group itself. */
export interface NestedGroup {
  /** As the manifest spells it. */
  readonly member: string;
  readonly node: GroupNode;
}

/** A group with the groups among its members. */
export interface GroupNode {
  readonly group: DesiredGroup;
  readonly nested: readonly NestedGroup[];
  /**
   * Recipients, duplicates counted, when no group leads back to itself: no expansion has more. Infinite when one does.
   * Whether and where Postfix really stops is a question for `expandAddress`.
   */
  readonly size: number;
  /** Groups in a row, this one counted. Infinite as above. */
  readonly depth: number;
  /** Whether it may be part of a loop: with other groups, or with an alias or extension of its own. */
  readonly inLoop: boolean;
}

/** Which declared group is a member of which. */
export interface GroupGraph {
  readonly nodes: readonly GroupNode[];
  /** The group that answers for an address, without its extension where nobody has it whole. */
  readonly find: (address: string) => GroupNode | undefined;
}

interface GrowingNode {
  readonly group: DesiredGroup;
  readonly nested: { readonly member: string; readonly node: GrowingNode }[];
  size: number;
  depth: number;
  inLoop: boolean;
  /** The order of the walk; 0 before it. */
  visit: number;
  lowest: number;
  onTrail: boolean;
}

/** The graph of all declared groups; takes time in proportion to their members. */
export function groupGraph(groups: readonly DesiredGroup[], delimiters: string): GroupGraph {
  const nodes = groups.map((group): GrowingNode => {
    const fresh = { size: 0, depth: 0, inLoop: false, visit: 0, lowest: 0, onTrail: false };
    return { group, nested: [], ...fresh };
  });
  const byKey = new Map(
    nodes.flatMap((node) => groupAddresses(node.group).map(({ value }) => [addressKey(value, 'fold'), node] as const)),
  );
  const find = (address: string): GrowingNode | undefined => {
    const key = addressKey(address, 'fold');
    return byKey.get(key) ?? withoutExtension(key, byKey, delimiters);
  };
  for (const node of nodes) {
    for (const member of node.group.members) {
      const other = find(member);
      if (other !== undefined) node.nested.push({ member, node: other });
    }
  }
  measure(nodes);
  return { nodes, find };
}

function withoutExtension<T>(key: string, byKey: ReadonlyMap<string, T>, delimiters: string): T | undefined {
  const at = key.lastIndexOf('@');
  const starts = [...delimiters].map((one) => key.indexOf(one, 1)).filter((start) => start > 0 && start < at);
  return starts.length === 0 ? undefined : byKey.get(key.slice(0, Math.min(...starts)) + key.slice(at));
}

/** Tarjan's strongly connected components, without recursion: a part is measured when everything below it is. */
function measure(nodes: readonly GrowingNode[]): void {
  const trail: GrowingNode[] = [];
  let visits = 0;
  for (const start of nodes) {
    if (start.visit > 0) continue;
    const walk: { readonly node: GrowingNode; next: number }[] = [];
    const enter = (node: GrowingNode): void => {
      visits += 1;
      Object.assign(node, { visit: visits, lowest: visits, onTrail: true });
      trail.push(node);
      walk.push({ node, next: 0 });
    };
    enter(start);
    for (let step = walk.at(-1); step !== undefined; step = walk.at(-1)) {
      const { node } = step;
      const child = node.nested[step.next]?.node;
      step.next += 1;
      if (child === undefined) {
        walk.pop();
        const parent = walk.at(-1)?.node;
        if (parent !== undefined) parent.lowest = Math.min(parent.lowest, node.lowest);
        if (node.lowest === node.visit) close(node, trail);
      } else if (child.visit === 0) enter(child);
      else if (child.onTrail) node.lowest = Math.min(node.lowest, child.visit);
    }
  }
}

/** Ends the part of the graph that begins with a node: a loop when it is more than this one. */
function close(node: GrowingNode, trail: GrowingNode[]): void {
  const part = trail.splice(trail.lastIndexOf(node));
  for (const one of part) {
    one.onTrail = false;
    one.inLoop = part.length > 1 || one.nested.some(({ member, node }) => node === one && !isOwnAddress(one, member));
    one.size = one.inLoop ? Number.POSITIVE_INFINITY : sizeOf(one);
    one.depth = one.inLoop ? Number.POSITIVE_INFINITY : depthOf(one);
  }
}

/** A group ends when it comes to the very address that was looked up, and not by way of an alias or an extension. */
function isOwnAddress({ group }: GrowingNode, member: string): boolean {
  return addressKey(group.address, 'fold') === addressKey(member, 'fold');
}

/** A group inside itself stays one recipient; an empty one too, because Postfix does not find it. */
function sizeOf({ group, nested, ...own }: GrowingNode): number {
  const grown = nested.map(({ node }) => (node.visit === own.visit ? 1 : Math.max(1, node.size)));
  return grown.reduce((sum, size) => sum + size, group.members.length - nested.length);
}

function depthOf({ nested, visit }: GrowingNode): number {
  return nested.reduce((depth, { node }) => (node.visit === visit ? depth : Math.max(depth, node.depth + 1)), 1);
}
