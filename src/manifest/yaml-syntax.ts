/** What js-yaml complains about and what helps; its other reasons get the common hint. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^tab characters/, 'Indent with spaces: YAML does not allow tabs there.'],
  [
    /^deficient indentation/,
    'Indent the continued line, also one with a closing bracket, further than the key it belongs to.',
  ],
  [
    /^bad indentation of a mapping entry/,
    'Give all keys of one mapping the same indentation. A value that contains ": " or " #" needs quotes.',
  ],
  [/^bad indentation of a sequence entry/, 'Give all "- " of one list the same indentation.'],
  [
    /multiline key may not be|expected ':' after/,
    'Write "key: value"; check the indentation and the colon of this line.',
  ],
  [/whitespace character is expected after the key-value/, 'Put a space after the colon.'],
  [/within a (single|double) quoted scalar/, 'Close the quotation mark.'],
  [/within a flow collection/, 'Close the bracket.'],
  [/missed comma between flow/, 'Separate the entries with commas.'],
  [/found ','/, 'Remove the extra comma.'],
  [/unknown escape sequence|expected hexadecimal/, 'Write \\\\ for a backslash, or use single quotes.'],
  [/^end of the stream or a document separator/, 'Check the indentation of this line, or quote the value before it.'],
];

/** A hint for the reason of a js-yaml exception. */
export function syntaxHint(reason: string): string {
  return (
    hints.find(([pattern]) => pattern.test(reason))?.[1] ??
    'Check the indentation, quotes and brackets around this place.'
  );
}

/** The reason of a js-yaml exception without text that it took from the file. */
export function syntaxReason(reason: string): string {
  return reason.replace(/: .*$/s, '').replace(/ "[^"]*"/gs, '');
}

/** A `%YAML` or other directive before the document: offsets of its line. */
export interface DirectiveLine {
  readonly start: number;
  readonly end: number;
}

/** The directive lines at the head of a text, before anything but comments and blank lines. */
export function directiveLines(text: string): DirectiveLine[] {
  const found: DirectiveLine[] = [];
  const line = /[^\r\n]*(?:\r\n?|\n|$)/y;
  line.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  while (line.lastIndex < text.length) {
    const start = line.lastIndex;
    const content = line.exec(text)?.[0].trim() ?? '';
    if (content.startsWith('%')) found.push({ start, end: start + content.length });
    else if (content !== '' && !content.startsWith('#')) break;
  }
  return found;
}

/** The source with each directive turned into a comment of the same length. */
export function withoutDirectives(text: string, lines: readonly DirectiveLine[]): string {
  let result = text;
  for (const { start } of lines) result = `${result.slice(0, start)}#${result.slice(start + 1)}`;
  return result;
}

/** An escape such as `\e` or `\u202e` inside a double-quoted scalar: its offset in the scalar's source and what it writes. */
export interface Escape {
  readonly offset: number;
  readonly length: number;
  readonly codePoint: number;
}

const escapePattern = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g;

const named: Readonly<Record<string, number>> = {
  '0': 0x00,
  a: 0x07,
  b: 0x08,
  e: 0x1b,
  f: 0x0c,
  r: 0x0d,
  v: 0x0b,
  L: 0x2028,
  N: 0x85,
  P: 0x2029,
};

/** The escapes of a double-quoted scalar that write a character by number or name. */
export function escapesOf(source: string): Escape[] {
  const found: Escape[] = [];
  for (const hit of source.matchAll(escapePattern)) {
    const digits = hit[1] ?? hit[2] ?? hit[3];
    const codePoint = digits === undefined ? named[hit[4] ?? ''] : Number.parseInt(digits, 16);
    if (codePoint !== undefined) found.push({ offset: hit.index, length: hit[0].length, codePoint });
  }
  return found;
}
