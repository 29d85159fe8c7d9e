import { quoted } from './source.ts';
import type { YamlNode, YamlScalar } from './yaml-node.ts';

/** A place in a tree: the node, and the key it stands under when its parent is a mapping. */
export interface NodePlace {
  readonly node: YamlNode;
  readonly key: YamlScalar | undefined;
}

/** The node that a path of keys and indexes leads to; undefined when the tree does not reach so far. */
export function nodeAt(root: YamlNode, path: readonly PropertyKey[]): NodePlace | undefined {
  let place: NodePlace = { node: root, key: undefined };
  for (const step of path) {
    const next = childAt(place.node, step);
    if (next === undefined) return undefined;
    place = next;
  }
  return place;
}

/** A path as messages name it: `"directory.url"`, `an entry of "members"`. */
export function pathText(path: readonly PropertyKey[]): string {
  const keys = path.filter((step) => typeof step === 'string');
  const name = quoted(keys.join('.'));
  return typeof path.at(-1) === 'number' ? `an entry of ${name}` : name;
}

function childAt(node: YamlNode, step: PropertyKey): NodePlace | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined;
    case 'sequence': {
      const item = node.items[Number(step)];
      return item && { node: item, key: undefined };
    }
    case 'mapping': {
      const pair = node.pairs.find(({ key }) => key.text === step);
      return pair && { node: pair.value, key: pair.key };
    }
  }
}
