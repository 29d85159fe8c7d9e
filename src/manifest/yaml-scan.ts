/** The first offset from `at` that is neither in a comment nor one of the characters to skip. */
export function skipSpace(text: string, at: number, skipped: RegExp): number {
  let offset = at;
  while (offset < text.length) {
    const character = text.charAt(offset);
    if (character === '#') while (offset < text.length && !/[\r\n]/.test(text.charAt(offset))) offset++;
    else if (skipped.test(character)) offset++;
    else break;
  }
  return offset;
}

/** The offset behind the bracket that closes a flow collection whose last token ends at `at`. */
export function closingEnd(text: string, at: number): number {
  return Math.min(skipSpace(text, at, /[\s,]/) + 1, text.length);
}

/** The end of a block scalar without the blank lines that follow it. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && /\s/.test(text.charAt(last - 1))) last--;
  return last;
}
