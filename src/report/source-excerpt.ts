import type { SourcePosition } from '../model/diagnostic.ts';
import { displayWidth } from './display-width.ts';
import { encodeTerminal } from './encode-terminal.ts';

const mostBefore = 80;
const mostMarked = 80;
const mostAfter = 40;

/**
 * The source line with its number, and below it `^^^` under the marked characters, aligned in columns of the terminal. Tabs are
 * shown as four blanks, far away parts of a long line as `…`. No lines at all when there is no source text.
 */
export function sourceExcerpt(source: SourcePosition): { readonly line: string; readonly pointer: string } | undefined {
  if (source.text === '') return undefined;
  const { text } = source;
  const start = Math.max(source.column - 1, 0);
  const end = Math.max(source.endColumn - 1, start + 1);
  const before = start > mostBefore ? `…${show(text.slice(start - mostBefore, start))}` : show(text.slice(0, start));
  const marked = show(text.slice(start, Math.min(end, start + mostMarked)));
  const rest = text.slice(Math.min(end, start + mostMarked));
  const after = rest.length > mostAfter ? `${show(rest.slice(0, mostAfter))}…` : show(rest);
  const gutter = `${source.line} | `;
  const blank = `${' '.repeat(gutter.length - 2)}| `;
  return {
    line: gutter + before + marked + after,
    pointer: `${blank}${' '.repeat(displayWidth(before))}${'^'.repeat(Math.max(displayWidth(marked), 1))}`,
  };
}

function show(text: string): string {
  return text.split('\t').map(encodeTerminal).join('    ');
}
