import type { GroupNode } from './group-graph.ts';

/** The groups from one down to where most of its recipients come from, each with the number of its recipients. */
export function heaviestPath(node: GroupNode): readonly string[] {
  const steps = [node];
  for (let next = heaviest(node); next !== undefined && !steps.includes(next); next = heaviest(next)) steps.push(next);
  return steps.map(({ group, size }) => (Number.isFinite(size) ? `${group.address} (${number(size)})` : group.address));
}

/** The nested group with most recipients; undefined when there is none. */
export function heaviest({ nested, size }: GroupNode): GroupNode | undefined {
  let best: GroupNode | undefined;
  for (const { node } of nested) if (node.size <= size && (best === undefined || node.size > best.size)) best = node;
  return best;
}

/** A number with a comma before each three digits. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
