import { groupKey } from '../../ldap/group-key.ts';
import type { MailNode, MailRecipient, MailView, Unresolved } from '../../model/mail-report.ts';
import { pathTo } from './expand.ts';
import type { Expansion, ExpansionNode } from './expansion.ts';
import { foldAddress } from './find-alias.ts';
import { isRefused, type MailRules } from './mail-rules.ts';

const deepest = 250;

/** An expansion as a report shows it: every group with what is below it once, limits with what is used of them. */
export function explainExpansion(
  { verdict, deferral, recipients, size, sizeIsLeast, nesting, longest, tree }: Expansion,
  rules: MailRules,
): Omit<MailView, 'source' | 'place' | 'shared' | 'unanswered'> {
  const silent = verdict === 'not found' ? unresolvedAs(tree) : undefined;
  return {
    verdict,
    silent: silent === 'itself' ? undefined : silent,
    deferral,
    recipients: recipients.map(recipientOf),
    limits: {
      recipients: { used: verdict === 'not found' ? 0 : size, atLeast: sizeIsLeast, limit: rules.expansionLimit },
      nesting: { used: nesting, atLeast: sizeIsLeast, limit: rules.nestingLimit - 1 },
      length: { used: longest, atLeast: false, limit: rules.addressLimit },
    },
    tree: nodeOf(tree, sizesBelow(tree), new Set(), 0),
  };
}

function recipientOf(node: ExpansionNode): MailRecipient {
  return { address: node.address, path: pathTo(node), unresolved: unresolvedAs(node) };
}

function unresolvedAs({ address, entry, kept }: ExpansionNode): Unresolved | undefined {
  if (isRefused(address)) return 'hyphen';
  if (kept) return 'itself';
  if (entry === undefined) return undefined;
  return entry.disabled ? 'disabled group' : 'empty group';
}

function nodeOf(
  node: ExpansionNode,
  sizes: ReadonlyMap<ExpansionNode, number>,
  shown: Set<string>,
  depth: number,
): MailNode {
  const { address, value, by, entry, children } = node;
  const key = foldAddress(address);
  const fault = isAtFault(node);
  const cut = fault ? 'at fault' : hiddenAs(node, key, shown, depth);
  if (children.length > 0 && cut === undefined) shown.add(key);
  const groups = entry?.groups ?? [];
  const plain = groups.length === 1 && groupKey(groups[0] ?? '') === groupKey(address);
  return {
    address,
    value,
    kind: by === undefined && !fault ? 'recipient' : 'group',
    by,
    groups: plain ? [] : groups,
    unresolved: by === undefined && !fault ? unresolvedAs(node) : undefined,
    query: undefined,
    size: sizes.get(node) ?? 1,
    cut,
    children: cut === undefined ? children.map((child) => nodeOf(child, sizes, shown, depth + 1)) : [],
  };
}

function hiddenAs(
  { children }: ExpansionNode,
  key: string,
  shown: ReadonlySet<string>,
  depth: number,
): 'shown before' | 'deep' | undefined {
  if (children.length === 0) return undefined;
  if (shown.has(key)) return 'shown before';
  return depth >= deepest ? 'deep' : undefined;
}

/** Whether a table has members for the address, and Postfix gave up before it had them. */
function isAtFault({ by, entry, kept }: ExpansionNode): boolean {
  return by === undefined && !kept && entry?.values.some((value) => value.length > 0) === true;
}

/** How many ends of the tree are below each address, without recursion: a tree may be very deep. */
function sizesBelow(tree: ExpansionNode): ReadonlyMap<ExpansionNode, number> {
  const order = [tree];
  for (const node of order) for (const child of node.children) order.push(child);
  const sizes = new Map<ExpansionNode, number>();
  for (const node of order.reverse()) {
    sizes.set(
      node,
      node.children.length === 0 ? 1 : node.children.reduce((sum, child) => sum + (sizes.get(child) ?? 1), 0),
    );
  }
  return sizes;
}
