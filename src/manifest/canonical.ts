import { isCalendarDay } from '../model/calendar.ts';
import { type Comment, type Comments, commentsOf, type Surroundings } from './comments.ts';
import { isText, plainValue } from './plain.ts';
import { blockText, scalarText } from './scalar-style.ts';
import { parseYaml } from './yaml.ts';
import type { YamlMapping, YamlNode, YamlPair, YamlScalar, YamlSequence } from './yaml-node.ts';

/** Keys in their canonical order: those of a manifest, and those of the mappings under some of them. */
const topKeys = [
  ...['address', 'description', 'members', 'include', 'query', 'exclude', 'aliases', 'previously', 'enabled', 'owners'],
  'mode',
  ...['protected', 'attributes', 'allow', 'exceptions'],
];
const keysBelow: ReadonlyMap<string, readonly string[]> = new Map([
  ['members', ['address', 'reason', 'from', 'until']],
  ['allow', ['removals', 'until', 'reason']],
  ['exceptions', ['rule', 'reason', 'until', 'for', 'level']],
]);

/**
 * A manifest in its canonical order and form, every comment kept: keys as the documentation has them, a line for each entry
 * of a list, two blanks of indentation, quotes only where they are needed, no two blank lines together. Lists keep their
 * order. The result was read again and says the same. Undefined when the text is not one mapping without problems.
 */
export function canonicalText(text: string): string | undefined {
  const { root, diagnostics } = parseYaml('', text);
  if (diagnostics.length > 0 || root?.kind !== 'mapping') return undefined;
  const comments = commentsOf(text, root);
  const lines = new Lines(comments);
  lines.top(root);
  const result = lines.text();
  return isSame(result, root, comments.count) ? result : undefined;
}

/** Lines that are written one after the other. */
class Lines {
  private readonly lines: string[] = [];
  private readonly comments: Comments;

  constructor(comments: Comments) {
    this.comments = comments;
  }

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  /** What stands at the head of the file stays there, whichever key comes first. */
  top(root: YamlMapping): void {
    const [first] = root.pairs;
    if (first !== undefined) this.head(this.comments.around(first));
    this.pairs(root, '', '', topKeys);
    for (const comment of this.comments.last) this.comment('', comment);
  }

  /** The comments before the last blank line above the first key, and what editors read, are about the file. */
  private head(around: Surroundings): void {
    const { before, apart } = around;
    const breaks = before.map((_, index) => before[index + 1]?.apart ?? apart);
    const isHead = ({ text }: Comment, index: number): boolean =>
      index <= breaks.lastIndexOf(true) || /^# ?yaml-language-server:/.test(text);
    const head = before.filter(isHead);
    const rest = before.filter((one) => !head.includes(one));
    for (const comment of head) this.comment('', comment);
    const [next, ...others] = rest;
    if (breaks.includes(true)) {
      this.blank();
      if (next === undefined) around.apart = false;
    }
    before.splice(0, before.length, ...(next === undefined ? [] : [{ ...next, apart: false }, ...others]));
  }

  private pairs(mapping: YamlMapping, lead: string, indent: string, order: readonly string[]): void {
    const rank = ({ key }: YamlPair): number => (order.includes(key.text) ? order.indexOf(key.text) : order.length);
    const ordered = [...mapping.pairs].sort((a, b) => rank(a) - rank(b));
    for (const [index, pair] of ordered.entries()) this.pair(pair, index === 0 ? lead : indent, indent);
  }

  private pair(pair: YamlPair, lead: string, indent: string): void {
    const { before, beside, after, apart } = this.comments.around(pair);
    for (const comment of before) this.comment(indent, comment);
    if (apart) this.blank();
    const key = `${scalarText(pair.key.text)}:`;
    const { value } = pair;
    if (value.kind === 'scalar') this.value(lead, key, value, beside, indent);
    else this.collection(lead, key, value, beside, indent, keysBelow.get(pair.key.text) ?? []);
    for (const comment of after) this.comment(indent, comment);
  }

  private value(lead: string, key: string, value: YamlScalar, beside: readonly Comment[], indent: string): void {
    const text = valueText(value, `${indent}  `, key === 'description:');
    if (text.includes('\n')) for (const comment of beside) this.comment(indent, comment);
    this.put(`${lead}${key}${text === '' ? '' : ` ${text}`}`, text.includes('\n') ? [] : beside);
  }

  private collection(
    lead: string,
    key: string,
    value: YamlMapping | YamlSequence,
    beside: readonly Comment[],
    indent: string,
    order: readonly string[],
  ): void {
    const size = value.kind === 'mapping' ? value.pairs.length : value.items.length;
    if (size === 0) {
      this.put(`${lead}${key} ${value.kind === 'mapping' ? '{}' : '[]'}`, beside);
      return;
    }
    this.put(`${lead}${key}`, beside);
    if (value.kind === 'mapping') this.pairs(value, `${indent}  `, `${indent}  `, order);
    else for (const item of value.items) this.item(item, `${indent}  `, order);
  }

  private item(item: YamlNode, indent: string, order: readonly string[]): void {
    const { before, beside, after, apart } = this.comments.around(item);
    for (const comment of before) this.comment(indent, comment);
    if (apart) this.blank();
    if (item.kind === 'scalar') this.put(`${indent}- ${valueText(item, '', false)}`, beside);
    else if (item.kind === 'mapping') {
      const [first] = item.pairs;
      const inside = first === undefined ? [] : this.comments.around(first).before.splice(0);
      for (const comment of [...beside, ...inside]) this.comment(indent, comment);
      this.pairs(item, `${indent}- `, `${indent}  `, order);
    }
    for (const comment of after) this.comment(indent, comment);
  }

  private put(line: string, beside: readonly Comment[]): void {
    const [first, ...others] = beside;
    this.lines.push(first === undefined ? line : `${line} ${first.text}`);
    for (const comment of others) this.lines.push(`${/^ */.exec(line)?.[0] ?? ''}${comment.text}`);
  }

  private comment(indent: string, { text, apart }: Comment): void {
    if (apart) this.blank();
    this.lines.push(`${indent}${text}`);
  }

  private blank(): void {
    const last = this.lines.at(-1);
    if (last !== undefined && last !== '' && !/^[^#]*:$/.test(last)) this.lines.push('');
  }
}

function valueText(value: YamlScalar, indent: string, isLong: boolean): string {
  if (!isText(value) || (value.plain && isCalendarDay(value.text))) return value.text;
  return isLong ? blockText(value.text, indent) : scalarText(value.text);
}

function isSame(text: string, before: YamlMapping, comments: number): boolean {
  const { root, diagnostics } = parseYaml('', text);
  if (diagnostics.length > 0 || root?.kind !== 'mapping') return false;
  return meaning(root) === meaning(before) && commentsOf(text, root).count === comments;
}

function meaning(root: YamlMapping): string {
  return JSON.stringify(plainValue(root), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
