import { isFirstOnLine, lineStart } from './splice.ts';
import type { YamlMapping, YamlNode, YamlPair, YamlSequence } from './yaml-node.ts';

/** A comment of a file, from its `#` to the end of the line. */
export interface Comment {
  readonly text: string;
  /** Whether a blank line stands before it. */
  readonly apart: boolean;
}

/** What stands around one entry of a list or one key of a mapping. */
export interface Surroundings {
  /** Comments on lines of their own before it. */
  readonly before: Comment[];
  /** Comments at the end of its line. */
  readonly beside: Comment[];
  /** Comments on lines of their own behind it that still belong to the same list or mapping. */
  readonly after: Comment[];
  /** Whether a blank line stands right before it. */
  apart: boolean;
}

/** All comments of a file by the entry or key that they belong to. */
export interface Comments {
  readonly around: (item: YamlNode | YamlPair) => Surroundings;
  /** Comments behind everything. */
  readonly last: readonly Comment[];
  readonly count: number;
}

interface Anchor {
  readonly item: YamlNode | YamlPair;
  readonly start: number;
  readonly column: number;
  readonly parent: YamlMapping | YamlSequence;
  /** The pair or entry that holds the parent; undefined at the top. */
  readonly owner: Anchor | undefined;
}

interface Found extends Comment {
  readonly start: number;
  readonly own: boolean;
  readonly column: number;
}

/** Finds the comments of a parsed text and decides where each of them belongs. */
export function commentsOf(text: string, root: YamlMapping): Comments {
  const anchors = anchorsOf(text, root, undefined);
  const found = findComments(text, scalarRanges(root));
  const around = new Map<YamlNode | YamlPair, Surroundings>();
  for (const { item, start } of anchors)
    around.set(item, { before: [], beside: [], after: [], apart: isApart(text, start) });
  const last: Comment[] = [];
  let passed = 0;
  for (const comment of found) {
    while ((anchors[passed]?.start ?? text.length) < comment.start) passed += 1;
    const next = anchors[passed];
    const previous = holder(anchors[passed - 1], comment);
    if (!comment.own && previous !== undefined) around.get(previous.item)?.beside.push(comment);
    else if (previous !== undefined && belongsBehind(comment, previous, next))
      around.get(previous.item)?.after.push(comment);
    else if (next !== undefined) around.get(next.item)?.before.push(comment);
    else last.push(comment);
  }
  const nothing: Surroundings = { before: [], beside: [], after: [], apart: false };
  return { around: (item) => around.get(item) ?? nothing, last, count: found.length };
}

/** Inside of brackets until they close; else while it is indented further than what follows. */
function belongsBehind(comment: Found, previous: Anchor, next: Anchor | undefined): boolean {
  if (previous.parent.flow && comment.start < previous.parent.end)
    return next === undefined || next.parent !== previous.parent;
  return comment.column > (next?.column ?? 0);
}

/** Behind brackets that are closed, a comment is about what holds them; on a line of its own, about what is indented like it. */
function holder(anchor: Anchor | undefined, { start, own, column }: Found): Anchor | undefined {
  let current = anchor;
  while (
    current?.owner !== undefined &&
    ((current.parent.flow && current.parent.end <= start) || (own && !current.parent.flow && column < current.column))
  ) {
    current = current.owner;
  }
  return current;
}

function anchorsOf(text: string, parent: YamlMapping | YamlSequence, owner: Anchor | undefined): Anchor[] {
  const items = parent.kind === 'mapping' ? parent.pairs : parent.items;
  return items.flatMap((item) => {
    const start = 'key' in item ? item.key.start : item.start;
    const column = /^\ufeff?[ ]*/.exec(text.slice(lineStart(text, start)))?.[0].length ?? 0;
    const anchor: Anchor = { item, start, column, parent, owner };
    const value = 'key' in item ? item.value : item;
    return [anchor, ...(value.kind === 'scalar' ? [] : anchorsOf(text, value, anchor))];
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function scalarRanges(node: YamlNode): Range[] {
  switch (node.kind) {
    case 'scalar':
      return [node];
    case 'sequence':
      return node.items.flatMap(scalarRanges);
    case 'mapping':
      return node.pairs.flatMap(({ key, value }) => [key, ...scalarRanges(value)]);
  }
}

/** Outside of scalars, every `#` begins a comment; the first line of a block scalar may end with one too. */
function findComments(text: string, scalars: readonly Range[]): Found[] {
  const found: Found[] = [];
  const look = (start: number, end: number): void => {
    for (let at = text.indexOf('#', start); at >= 0 && at < end; ) {
      const lineBreak = /[\r\n]|$/g;
      lineBreak.lastIndex = at;
      const stop = lineBreak.exec(text)?.index ?? text.length;
      const own = isFirstOnLine(text, at);
      found.push({
        start: at,
        text: text.slice(at, stop).trimEnd(),
        own,
        apart: own && isApart(text, at),
        column: at - lineStart(text, at),
      });
      at = text.indexOf('#', stop);
    }
  };
  let last = 0;
  for (const { start, end } of scalars) {
    look(last, start);
    const header = /^[|>][-+0-9]*[ \t]+(?=#)/.exec(text.slice(start, end))?.[0];
    if (header !== undefined) look(start + header.length, start + header.length + 1);
    last = Math.max(last, end);
  }
  look(last, text.length);
  return found;
}

function isApart(text: string, offset: number): boolean {
  return /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, lineStart(text, offset)).slice(-200));
}
