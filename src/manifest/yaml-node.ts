/** A scalar with its decoded text; `plain` when it was written without quotes. An absent value has an empty range. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly text: string;
  readonly plain: boolean;
  readonly start: number;
  readonly end: number;
}

/** A list; `flow` when it was written in brackets. */
export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
  readonly start: number;
  readonly end: number;
}

/** One key of a mapping with its value. */
export interface YamlPair {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** A mapping, keys in the order of the file; `flow` when it was written in braces. */
export interface YamlMapping {
  readonly kind: 'mapping';
  readonly pairs: readonly YamlPair[];
  readonly flow: boolean;
  readonly start: number;
  readonly end: number;
}

/** A node of a YAML file; `start` and `end` are offsets into the source text in UTF-16 units, end exclusive. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

/** The pair of a mapping with this key; undefined when there is none. */
export function pairOf(mapping: YamlMapping, key: string): YamlPair | undefined {
  return mapping.pairs.find((pair) => pair.key.text === key);
}

/** Whether a node says "nothing": a plain `null`, `~` or an absent value. */
export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.plain && (node.text === '' || node.text === 'null' || node.text === '~');
}
