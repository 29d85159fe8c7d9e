import { flowItemText, type ItemText, itemText } from './item-text.ts';
import { isFirstOnLine, lineEnd, lineStart, linesAfter, type Splice, skipBlanks, withoutLines } from './splice.ts';
import { isNull, type YamlNode, type YamlPair, type YamlSequence } from './yaml-node.ts';

/** Which entries of a list to take out and which ones to put at its end. */
export interface ListEdit {
  readonly remove: ReadonlySet<YamlNode>;
  readonly add: readonly ItemText[];
}

/** The splices that edit the list under a key in place; undefined when its style is beyond us. */
export function listSplices(text: string, pair: YamlPair, edit: ListEdit): Splice[] | undefined {
  const { key, value } = pair;
  if (edit.remove.size === 0 && edit.add.length === 0) return [];
  if (!isFirstOnLine(text, key.start)) return undefined;
  const keyIndent = text.slice(lineStart(text, key.start), key.start).replace('\ufeff', '');
  if (value.kind === 'sequence') {
    if (value.flow && value.items.length > 0) return flowSplices(text, value, edit);
    if (!value.flow) return blockSplices(text, pair, value, edit);
  } else if (!isNull(value)) return undefined;
  if (text.slice(value.start, value.end).includes('\n')) return undefined;
  const start = skipBackBlanks(text, value.start);
  const lines = edit.add.map((one) => `${keyIndent}  - ${itemText(one, `${keyIndent}    `)}`);
  return [{ start, end: value.end, text: '' }, linesAfter(text, value.end, lines)];
}

function blockSplices(text: string, pair: YamlPair, list: YamlSequence, edit: ListEdit): Splice[] | undefined {
  const dashes = dashOffsets(text, list);
  if (!dashes.every((dash) => isFirstOnLine(text, dash))) return undefined;
  const splices: Splice[] = [];
  for (const [index, item] of list.items.entries()) {
    if (edit.remove.has(item)) splices.push(withoutLines(text, dashes[index] ?? item.start, item.end));
  }
  const lastItem = list.items.at(-1);
  if (lastItem !== undefined && edit.add.length > 0) {
    const dash = dashes.at(-1) ?? list.start;
    const lead = `${text.slice(lineStart(text, dash), dash)}-${/^ +(?=\S)/.exec(text.slice(dash + 1, lineEnd(text, dash)))?.[0] ?? ' '}`;
    splices.push(
      linesAfter(
        text,
        lastItem.end,
        edit.add.map((one) => `${lead}${itemText(one, ' '.repeat(lead.length))}`),
      ),
    );
  } else if (edit.remove.size === list.items.length) {
    const colon = skipBlanks(text, pair.key.end) + 1;
    splices.push({ start: colon, end: colon, text: ' []' });
  }
  return splices;
}

function dashOffsets(text: string, list: YamlSequence): number[] {
  let next = list.start;
  return list.items.map((item) => {
    const dash = next;
    next = skipBlanks(text, item.end);
    return dash;
  });
}

function flowSplices(text: string, list: YamlSequence, edit: ListEdit): Splice[] {
  const splices: Splice[] = [];
  let kept: YamlNode | undefined;
  for (const item of list.items) {
    if (edit.remove.has(item)) splices.push(flowRemoval(text, item, kept));
    else kept = item;
  }
  if (edit.add.length > 0) splices.push(...flowAddition(text, list, kept, edit.add));
  return splices;
}

function flowRemoval(text: string, item: YamlNode, kept: YamlNode | undefined): Splice {
  const comma = skipBlanks(text, item.end);
  const hasComma = text.charAt(comma) === ',';
  const behind = hasComma ? comma + 1 : item.end;
  const rest = text.slice(behind, lineEnd(text, behind));
  if (isFirstOnLine(text, item.start) && /^[ \t]*(?:#.*)?\r?\n?$/.test(rest))
    return withoutLines(text, item.start, behind);
  if (hasComma)
    return { start: item.start, end: behind + (/^[ \t]*(?![ \t#\r\n])/.exec(rest)?.[0].length ?? 0), text: '' };
  const from =
    kept !== undefined && /^[\s,]*$/.test(text.slice(kept.end, item.start).replace(/[^\n]/g, ''))
      ? kept.end
      : item.start;
  return { start: from, end: item.end, text: '' };
}

function flowAddition(
  text: string,
  list: YamlSequence,
  kept: YamlNode | undefined,
  add: readonly ItemText[],
): Splice[] {
  const texts = add.map(flowItemText);
  if (kept === undefined) return [{ start: list.start + 1, end: list.start + 1, text: texts.join(', ') }];
  const after = skipBlanks(text, kept.end);
  const hasComma = text.charAt(after) === ',';
  const rest = text.slice(hasComma ? after + 1 : kept.end, lineEnd(text, kept.end));
  if (!isFirstOnLine(text, kept.start) || !/^[ \t]*(?:#.*)?\r?\n$/.test(rest)) {
    return [{ start: kept.end, end: kept.end, text: texts.map((one) => `, ${one}`).join('') }];
  }
  const indent = text.slice(lineStart(text, kept.start), kept.start);
  const lines = texts.map((one) => `${indent}${one}`).join(',\n');
  const comma: Splice = { start: kept.end, end: kept.end, text: hasComma ? '' : ',' };
  return [comma, linesAfter(text, kept.end, [hasComma ? `${lines},` : lines])];
}

function skipBackBlanks(text: string, at: number): number {
  let offset = at;
  while (offset > 0 && text.charAt(offset - 1) === ' ') offset--;
  return offset;
}
