import type { ListEdit } from './edit-list.ts';
import { listSplices } from './edit-list.ts';
import { blockText, flowScalarText, scalarText } from './scalar-style.ts';
import { isFirstOnLine, lineBreakOf, lineEnd, lineStart, linesAfter, type Splice, withoutLines } from './splice.ts';
import { pairOf, type YamlMapping, type YamlPair } from './yaml-node.ts';

/** Keys in their canonical order: where a new one is put. */
const order = [
  ...['address', 'description', 'members', 'include', 'exclude', 'aliases', 'previously', 'enabled', 'owners', 'mode'],
  ...['protected', 'attributes', 'allow', 'exceptions'],
];

/** Gives a key a text or a switch; `undefined` deletes the key. */
export function scalarSplices(
  text: string,
  root: YamlMapping,
  key: string,
  value: string | boolean | undefined,
): Splice[] | undefined {
  const pair = pairOf(root, key);
  if (value === undefined) return pair === undefined ? [] : removal(text, pair);
  if (pair === undefined) return [newKey(text, root, key, `${key}: ${scalarValue(value, '  ')}`)];
  return [
    replacement(
      text,
      pair,
      scalarValue(value, `${indentOf(text, pair)}  `),
      typeof value === 'string' ? scalarText(value) : String(value),
    ),
  ];
}

/** Gives a key a list: entries that stay are left as they are; `undefined` deletes the key. */
export function listKeySplices(
  text: string,
  root: YamlMapping,
  key: string,
  values: readonly string[] | undefined,
): Splice[] | undefined {
  const pair = pairOf(root, key);
  if (values === undefined) return pair === undefined ? [] : removal(text, pair);
  if (pair === undefined) {
    const lines =
      values.length === 0 ? `${key}: []` : [`${key}:`, ...values.map((value) => `  - ${scalarText(value)}`)].join('\n');
    return [newKey(text, root, key, lines)];
  }
  return listSplices(text, pair, listEdit(pair, values));
}

/** Gives `attributes` other names and values; `undefined` or none deletes the key. */
export function attributeSplices(
  text: string,
  root: YamlMapping,
  attributes: ReadonlyMap<string, readonly string[]> | undefined,
): Splice[] | undefined {
  const pair = pairOf(root, 'attributes');
  if (attributes === undefined || attributes.size === 0) return pair === undefined ? [] : removal(text, pair);
  const fresh = [...attributes].map(([name, values]) => `${flowScalarText(name)}: ${attributeValue(values)}`);
  if (pair === undefined)
    return [newKey(text, root, 'attributes', ['attributes:', ...fresh.map((one) => `  ${one}`)].join('\n'))];
  const { value } = pair;
  if (value.kind !== 'mapping' || value.flow)
    return [replacement(text, pair, `{ ${fresh.join(', ')} }`, `{ ${fresh.join(', ')} }`)];
  const splices: Splice[] = [];
  for (const old of value.pairs) {
    const change = attributeChange(text, old, attributes.get(old.key.text));
    if (change === undefined) return undefined;
    splices.push(...change);
  }
  const last = value.pairs.at(-1);
  const added = [...attributes].filter(([name]) => pairOf(value, name) === undefined);
  if (last === undefined || added.length === 0) return splices;
  const lines = added.map(
    ([name, values]) => `${indentOf(text, last)}${flowScalarText(name)}: ${attributeValue(values)}`,
  );
  return [...splices, linesAfter(text, last.value.end, lines)];
}

function attributeChange(text: string, pair: YamlPair, values: readonly string[] | undefined): Splice[] | undefined {
  if (values === undefined) return removal(text, pair);
  if (pair.value.kind === 'sequence') return listSplices(text, pair, listEdit(pair, values));
  if (pair.value.kind === 'scalar' && values.length === 1 && values[0] === pair.value.text) return [];
  return [replacement(text, pair, attributeValue(values), attributeValue(values))];
}

function attributeValue(values: readonly string[]): string {
  const [only] = values;
  return only !== undefined && values.length === 1
    ? flowScalarText(only)
    : `[${values.map(flowScalarText).join(', ')}]`;
}

function listEdit({ value }: YamlPair, values: readonly string[]): ListEdit {
  const items = value.kind === 'sequence' ? value.items : [];
  const wanted = new Set(values);
  const present = new Set(items.map((item) => (item.kind === 'scalar' ? item.text : '')));
  return {
    remove: new Set(items.filter((item) => item.kind !== 'scalar' || !wanted.has(item.text))),
    add: values.filter((value) => !present.has(value)),
  };
}

function scalarValue(value: string | boolean, indent: string): string {
  return typeof value === 'string' ? blockText(value, indent) : String(value);
}

/** Replaces the value of a key; `oneLine` is taken where a comment follows on the line. */
function replacement(text: string, { value }: YamlPair, block: string, oneLine: string): Splice {
  const commented = text.slice(value.end, lineEnd(text, value.end)).trim() !== '';
  const written = (commented ? oneLine : block).replaceAll('\n', lineBreakOf(text));
  return { start: value.start, end: value.end, text: value.start === value.end ? ` ${written}` : written };
}

function removal(text: string, { key, value }: YamlPair): Splice[] | undefined {
  return isFirstOnLine(text, key.start) ? [withoutLines(text, key.start, value.end)] : undefined;
}

/** Puts a key behind the nearest of those that come before it. */
function newKey(text: string, root: YamlMapping, key: string, lines: string): Splice {
  const before = order.slice(0, order.indexOf(key));
  const previous = root.pairs.filter((pair) => before.includes(pair.key.text)).at(-1) ?? root.pairs.at(-1);
  const indent = previous === undefined ? '' : indentOf(text, previous);
  const indented = lines.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  return linesAfter(text, previous?.value.end ?? root.end, [indented.join('\n')]);
}

function indentOf(text: string, { key }: YamlPair): string {
  return text.slice(lineStart(text, key.start), key.start).replace('\ufeff', '');
}
