import { isNull, type YamlNode } from './yaml-node.ts';

/** A node as a plain value; mappings are objects without a prototype. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/**
 * The value of a node. Only what is written without quotes can be other than a text: `true` and `false`, `null`, `~` and
 * nothing, and integers in their shortest spelling. So `no`, `00123`, `1.5` and `2026-12-01` are texts.
 */
export function plainValue(node: YamlNode): PlainValue {
  switch (node.kind) {
    case 'scalar':
      return node.plain ? plainScalar(node.text) : node.text;
    case 'sequence':
      return node.items.map(plainValue);
    case 'mapping': {
      const object: Record<string, PlainValue> = Object.create(null);
      for (const { key, value } of node.pairs) object[key.text] = plainValue(value);
      return object;
    }
  }
}

/** Whether a node is a text by the rule of `plainValue`. */
export function isText(node: YamlNode): boolean {
  if (node.kind !== 'scalar') return false;
  if (!node.plain || node.text.length > 20) return true;
  return !isNull(node) && node.text !== 'true' && node.text !== 'false' && !isInteger(node.text);
}

function plainScalar(text: string): PlainValue {
  if (text === '' || text === '~' || text === 'null') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  return isInteger(text) ? Number(text) : text;
}

function isInteger(text: string): boolean {
  return /^-?[0-9]{1,16}$/.test(text) && String(Number(text)) === text;
}
