/** Replaces the range from `start` to `end` of a text. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all splices done; ranges may touch or overlap, texts at one place keep their order. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const ordered = [...splices].sort((a, b) => a.start - b.start);
  const parts: string[] = [];
  let last = 0;
  for (const { start, end, text: inserted } of ordered) {
    if (start > last) parts.push(text.slice(last, start));
    parts.push(inserted);
    last = Math.max(last, end);
  }
  parts.push(text.slice(last));
  return parts.join('');
}

/** The offset where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset behind the line of an offset, its line end included. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** The line end that a text uses. */
export function lineBreakOf(text: string): string {
  return /\r\n/.test(text) ? '\r\n' : '\n';
}

/** Puts lines behind the line of an offset; the text ends with a line end. */
export function linesAfter(text: string, offset: number, lines: readonly string[]): Splice {
  const lineBreak = lineBreakOf(text);
  const at = lineEnd(text, offset);
  return { start: at, end: at, text: lines.map((line) => `${line.replaceAll('\n', lineBreak)}${lineBreak}`).join('') };
}

/** Takes out all lines that a range touches. */
export function withoutLines(text: string, start: number, end: number): Splice {
  return { start: lineStart(text, start), end: lineEnd(text, end), text: '' };
}

/** Whether only blanks stand before an offset on its line (a byte order mark aside). */
export function isFirstOnLine(text: string, offset: number): boolean {
  return /^\ufeff?[ ]*$/.test(text.slice(lineStart(text, offset), offset));
}

/** The first offset from `at` that is neither blank nor in a comment. */
export function skipBlanks(text: string, at: number): number {
  const blank = /(?:\s|(?<=\s)#[^\r\n]*)*/y;
  blank.lastIndex = at;
  blank.test(text);
  return blank.lastIndex;
}
