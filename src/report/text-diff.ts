import { encodeTerminal } from './encode-terminal.ts';
import { hunksOf } from './hunks.ts';
import { textRuns } from './line-runs.ts';
import type { Style } from './style.ts';

/** A file as it is and as it should be, as a unified diff with three lines of context; empty when they are the same. */
export function textDiff(name: string, before: string, after: string, style: Style): string {
  const hunks = hunksOf(textRuns(before.split('\n'), after.split('\n')), 3);
  if (hunks.length === 0) return '';
  const shown = encodeTerminal(name);
  const lines = hunks.flatMap(({ header, lines: own }) => [
    style.dim(header),
    ...own.map(({ mark, line }) => paint(mark, `${mark}${encodeTerminal(line.text)}`, style)),
  ]);
  return `${[style.bold(`--- ${shown}`), style.bold(`+++ ${shown}`), ...lines].join('\n')}\n`;
}

function paint(mark: ' ' | '+' | '-', text: string, style: Style): string {
  if (mark === ' ') return text;
  return mark === '+' ? style.add(text) : style.remove(text);
}
