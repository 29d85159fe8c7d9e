import type { SourcePosition } from '../model/diagnostic.ts';
import { hiddenCharacters } from './characters.ts';

/** One input file as text; the table of line starts is made when the first position is asked for. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  lineStarts: readonly number[] | undefined;
}

/** Longest line that a position carries; of a longer line only the beginning, and nothing when the column is beyond it. */
const longestLine = 1000;

/** A file's text, ready for positions. */
export function sourceText(file: string, text: string): SourceText {
  return { file, text, lineStarts: undefined };
}

/**
 * Line, columns and source line of the range from `start` to `end` (offsets in UTF-16 units, end exclusive). Each hidden
 * character of the source line is one visible sign, so columns still fit.
 */
export function positionAt(source: SourceText, start: number, end: number): SourcePosition {
  source.lineStarts ??= findLineStarts(source.text);
  const line = lineOf(source.lineStarts, start);
  const lineStart = source.lineStarts[line - 1] ?? 0;
  const nextLine = source.lineStarts[line] ?? source.text.length;
  const text = source.text.slice(lineStart, nextLine).replace(/\r?\n$|\r$/, '');
  const bom = lineStart === 0 && text.startsWith('\ufeff') ? 1 : 0;
  const column = Math.max(start - lineStart - bom, 0) + 1;
  const lastColumn = Math.max(text.length - bom + 1, column + 1);
  const endColumn = Math.min(Math.max(end - lineStart - bom + 1, column + 1), lastColumn);
  return { file: source.file, line, column, endColumn, text: shownLine(text.slice(bom), column) };
}

/** The same for a single position in a text that is not kept. */
export function sourceAt(file: string, text: string, start: number, end: number): SourcePosition {
  return positionAt(sourceText(file, text), start, end);
}

/** 1-based number of the line that holds an offset. */
export function lineAt(source: SourceText, offset: number): number {
  source.lineStarts ??= findLineStarts(source.text);
  return lineOf(source.lineStarts, offset);
}

/** A text with every control character but tab and every hidden character replaced by a visible sign; as long as before. */
export function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, controlPicture).replace(hiddenCharacters, (hit) => '\ufffd'.repeat(hit.length));
}

/** A value as messages show it: in double quotes, visible, and cut when long. */
export function quoted(value: string): string {
  const shown = visible(value);
  return shown.length <= 100 ? `"${shown}"` : `"${shown.slice(0, 97)}…"`;
}

function shownLine(line: string, column: number): string {
  if (line.length <= longestLine) return visible(line);
  return column < longestLine ? `${visible(line.slice(0, longestLine - 1))}…` : '';
}

function controlPicture(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 9) return control;
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n?|\n/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
