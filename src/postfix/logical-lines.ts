/** A logical line of a Postfix file, its continuation lines joined as Postfix joins them (postconf(5)). */
export interface LogicalLine {
  /** 1-based number of its first line. */
  readonly line: number;
  readonly text: string;
}

/**
 * The logical lines of a file. A line that begins with white space continues the one before; empty lines and comments
 * (`#` behind nothing but white space) are passed over, also between a line and its continuation.
 */
export function logicalLines(text: string): readonly LogicalLine[] {
  const lines: { line: number; text: string }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    if (/^\s*(?:#|$)/.test(raw)) continue;
    const last = lines.at(-1);
    if (/^\s/.test(raw) && last !== undefined) last.text += raw;
    else lines.push({ line: index + 1, text: raw });
  }
  return lines;
}
