import type { Value } from '../model/entry.ts';

/** One description of a schema (RFC 4512 §4.1) taken apart: its OID, and each keyword with its words, unquoted. */
export interface SchemaDescription {
  readonly oid: string;
  /** Keywords in upper case; a keyword that stands alone has no words. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Keywords that stand alone. After any other one, what follows belongs to it. */
const flags: ReadonlySet<string> = new Set([
  'OBSOLETE',
  'SINGLE-VALUE',
  'COLLECTIVE',
  'NO-USER-MODIFICATION',
  'ABSTRACT',
  'STRUCTURAL',
  'AUXILIARY',
]);

const token = /\s*(?:([()$])|'([^']*)'|([^\s()$']+))/y;

/** Reads a description; undefined when it is not one. Servers differ in blanks, quotes and order: all of that is taken. */
export function parseDescription(text: Value): SchemaDescription | undefined {
  if (typeof text !== 'string') return undefined;
  const tokens = tokenize(text);
  const oid = tokens?.[1];
  if (tokens === undefined || tokens[0]?.mark !== '(' || tokens.at(-1)?.mark !== ')' || oid?.mark !== undefined) {
    return undefined;
  }
  const fields = readFields(tokens.slice(2, -1));
  return oid === undefined || fields === undefined ? undefined : { oid: oid.word, fields };
}

interface Token {
  readonly word: string;
  /** Set for a bracket or a dollar sign. */
  readonly mark: string | undefined;
  readonly quoted: boolean;
}

function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const match = token.exec(text);
    if (match === null) return undefined;
    const [, mark, quoted, bare] = match;
    tokens.push({ mark, word: mark ?? bare ?? unquoted(quoted ?? ''), quoted: quoted !== undefined });
  }
  return tokens;
}

/** The two characters that cannot stand in quotes: `\27` is a quote, `\5C` a backslash. */
function unquoted(text: string): string {
  return text.replace(/\\27/g, "'").replace(/\\5c/gi, '\\');
}

function readFields(tokens: readonly Token[]): ReadonlyMap<string, readonly string[]> | undefined {
  const fields = new Map<string, readonly string[]>();
  let at = 0;
  while (at < tokens.length) {
    const keyword = tokens[at];
    if (keyword === undefined || keyword.quoted || keyword.mark !== undefined) return undefined;
    const name = keyword.word.toUpperCase();
    const [words, next] = flags.has(name) ? [[], at + 1] : readWords(tokens, at + 1);
    if (next > tokens.length) return undefined;
    if (!fields.has(name)) fields.set(name, words);
    at = next;
  }
  return fields;
}

/** The words of a keyword, and where the next keyword stands; beyond the end when a bracket is never closed. */
function readWords(tokens: readonly Token[], at: number): readonly [words: string[], next: number] {
  const first = tokens[at];
  if (first === undefined || first.mark === ')' || first.mark === '$') return [[], tokens.length + 1];
  if (first.mark === undefined) return [[first.word], at + 1];
  const length = tokens.slice(at).findIndex(({ mark }) => mark === ')');
  if (length < 0) return [[], tokens.length + 1];
  const words = tokens.slice(at + 1, at + length).filter(({ mark }) => mark === undefined);
  return [words.map(({ word }) => word), at + length + 1];
}
