import type { RuleView } from './rules-view.ts';
import type { Style } from './style.ts';
import { count } from './wording.ts';

/** The rules for a person: a table, with the level that counts now first; the counts in the last line. */
export function rulesToText(rules: readonly RuleView[], { style }: { readonly style: Style }): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  const head = `${'level'.padEnd(9)}${'rule'.padEnd(width + 2)}code   finds that`;
  return `${[style.bold(head), ...rules.map((rule) => row(rule, width, style)), '', style.bold(counts(rules))].join('\n')}\n`;
}

function row(
  { name, code, level, default: usual, summary, needs, ready, reads }: RuleView,
  width: number,
  style: Style,
): string {
  const notes = [
    ...(reads === 'directory' ? ['reads the directory'] : []),
    ...(level === usual ? [] : [`by default ${usual}`]),
    ...(needs === undefined || ready ? [] : [`needs ${needs}, which is not set`]),
  ];
  const line = `${paint(level.padEnd(9), level, style)}${name.padEnd(width + 2)}${code}  ${summary}`;
  return notes.length === 0 ? line : `${line} ${style.dim(`(${notes.join('; ')})`)}`;
}

function paint(text: string, level: RuleView['level'], style: Style): string {
  switch (level) {
    case 'error':
      return style.remove(text);
    case 'warning':
      return style.warn(text);
    case 'off':
      return style.dim(text);
  }
}

function counts(rules: readonly RuleView[]): string {
  const of = (level: RuleView['level']): number => rules.filter((rule) => rule.level === level).length;
  return `${count(rules.length, 'rule')}: ${of('error')} error, ${of('warning')} warning, ${of('off')} off.`;
}
