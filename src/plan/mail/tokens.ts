/** A piece of an address expression (RFC 822): a special character by itself, or a word. */
export interface Token {
  readonly kind: 'special' | 'atom' | 'quoted' | 'literal' | 'comment';
  /** The character, or the word without its quotes or brackets. */
  readonly text: string;
}

const specials = '|%!()<>@,;:\\".[]';
const blank = /[ \t\r\n]/;

/** Takes a text apart as Postfix does: nothing is thrown away but blanks, and nothing is an error. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < text.length; ) {
    const character = text[index] ?? '';
    if (blank.test(character)) {
      index += 1;
    } else if (character === '(') {
      const end = endOfComment(text, index);
      tokens.push({ kind: 'comment', text: text.slice(index, end) });
      index = end;
    } else if (character === '[' || character === '"') {
      const closing = character === '[' ? ']' : '"';
      const word = collect(text, index + 1, (next) => next !== closing);
      tokens.push({ kind: character === '[' ? 'literal' : 'quoted', text: word.text });
      index = Math.min(word.end + 1, text.length);
    } else if (character !== '\\' && specials.includes(character)) {
      tokens.push({ kind: 'special', text: character });
      index += 1;
    } else {
      const word = collect(text, index, (next) => !blank.test(next) && !specials.includes(next));
      tokens.push({ kind: needsQuotes(word.text) ? 'quoted' : 'atom', text: word.text });
      index = word.end;
    }
  }
  return tokens;
}

/** The tokens of one address as text, as Postfix keeps it: words without quotes, a blank where two would run together. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token, index) => {
      const text = token.kind === 'literal' ? `[${token.text}]` : token.text;
      const next = tokens[index + 1];
      return next !== undefined && isBlankBetween(token, next) ? `${text} ` : text;
    })
    .join('');
}

/** The tokens as text that can be taken apart again. */
export function quotedText(tokens: readonly Token[]): string {
  return tokens
    .map(({ kind, text }) => {
      if (kind === 'quoted') return `"${text.replace(/["\\\r\n]/g, '\\$&')}"`;
      if (kind === 'literal') return `[${text.replace(/[\\\r\n]/g, '\\$&')}]`;
      return kind === 'special' && text === ',' ? ', ' : text;
    })
    .join('');
}

function isBlankBetween(token: Token, next: Token): boolean {
  if (token.kind === 'special') return token.text === ',' || isOpening(next);
  return next.kind !== 'special' || isOpening(next);
}

function isOpening({ kind, text }: Token): boolean {
  return kind === 'special' && text === '<';
}

function collect(
  text: string,
  start: number,
  belongs: (character: string) => boolean,
): { readonly text: string; readonly end: number } {
  let index = start;
  let word = '';
  for (; index < text.length; index += 1) {
    if (text[index] === '\\') {
      index += 1;
      if (index === text.length) break;
    } else if (!belongs(text[index] ?? '')) break;
    const character = text[index] ?? '';
    word += blank.test(character) ? ' ' : character;
  }
  return { text: word, end: index };
}

function endOfComment(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}

function needsQuotes(word: string): boolean {
  return [...word].some((character) => character <= ' ' || character === '\u007f' || specials.includes(character));
}
