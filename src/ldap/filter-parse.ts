import type { Value } from '../model/entry.ts';
import type { ComparisonFilter, Filter } from './filter-node.ts';
import { bytesOfValue, valueOfBytes } from './utf8.ts';

/** What is wrong with a filter text, and at which offset (UTF-16 units). */
export interface FilterProblem {
  readonly problem: string;
  readonly offset: number;
}

/** A filter, or why the text is none. */
export type ParsedFilter = { readonly filter: Filter } | FilterProblem;

/** A filter that was read and the offset behind it. */
interface Scanned {
  readonly filter: Filter;
  readonly end: number;
}

/** Filters inside filters beyond this are refused. */
const maxDepth = 100;

/**
 * Reads a filter (RFC 4515). White space around parentheses is skipped, and a single comparison may stand without
 * its parentheses, as in `ldapsearch mail=x`.
 */
export function parseFilter(text: string): ParsedFilter {
  const start = skipSpace(text, 0);
  const scanned = text[start] === '(' ? scanNested(text, start, 1) : scanItem(text, start);
  if ('problem' in scanned) return scanned;
  const end = skipSpace(text, scanned.end);
  if (end < text.length) return { problem: 'something follows the end of the filter', offset: end };
  return { filter: scanned.filter };
}

function scanNested(text: string, start: number, depth: number): Scanned | FilterProblem {
  if (text[start] !== '(') return { problem: 'a filter must begin with "("', offset: start };
  if (depth > maxDepth) return { problem: `filters are nested more than ${maxDepth} deep`, offset: start };
  const inside = skipSpace(text, start + 1);
  const scanned = scanInside(text, inside, depth);
  if ('problem' in scanned) return scanned;
  const end = skipSpace(text, scanned.end);
  if (text[end] !== ')') return { problem: 'a ")" is missing here', offset: end };
  return { filter: scanned.filter, end: end + 1 };
}

function scanInside(text: string, start: number, depth: number): Scanned | FilterProblem {
  switch (text[start]) {
    case '&':
      return scanSet(text, start + 1, 'and', depth);
    case '|':
      return scanSet(text, start + 1, 'or', depth);
    case '!': {
      const scanned = scanNested(text, skipSpace(text, start + 1), depth + 1);
      return 'problem' in scanned ? scanned : { filter: { kind: 'not', filter: scanned.filter }, end: scanned.end };
    }
    default:
      return scanItem(text, start);
  }
}

function scanSet(text: string, start: number, kind: 'and' | 'or', depth: number): Scanned | FilterProblem {
  const filters: Filter[] = [];
  let at = skipSpace(text, start);
  while (at < text.length && text[at] !== ')') {
    const scanned = scanNested(text, at, depth + 1);
    if ('problem' in scanned) return scanned;
    filters.push(scanned.filter);
    at = skipSpace(text, scanned.end);
  }
  return { filter: { kind, filters }, end: at };
}

const descriptor = '(?:[a-z][a-z0-9_-]*|\\d+(?:\\.\\d+){0,99})';
const description = `${descriptor}(?:;[a-z0-9_-]+){0,99}`;
const itemHead = new RegExp(
  `(?:(${description}) *([~<>]?=)|(${description})?(:dn)?(?::(?!=|dn:=)(${descriptor}))? *:=)`,
  'iy',
);

function scanItem(text: string, start: number): Scanned | FilterProblem {
  itemHead.lastIndex = start;
  const head = itemHead.exec(text);
  if (head === null) return { problem: 'an attribute and one of = >= <= ~= := are expected here', offset: start };
  const from = start + head[0].length;
  const [, attribute, sign, target, dn, rule] = head;
  if (attribute !== undefined && sign === '=') return scanEquality(text, attribute, from);
  const scanned = scanValue(text, from);
  if ('problem' in scanned) return scanned;
  const { value, end } = scanned;
  if (attribute !== undefined) return { filter: { kind: kindOf(sign), attribute, value }, end };
  if (target === undefined && rule === undefined)
    return { problem: 'an attribute or a rule is missing', offset: start };
  return {
    filter: {
      kind: 'extensible',
      ...(target !== undefined && { attribute: target }),
      ...(rule !== undefined && { rule }),
      dnAttributes: dn !== undefined,
      value,
    },
    end,
  };
}

function kindOf(sign: string | undefined): ComparisonFilter['kind'] {
  return sign === '>=' ? 'greaterOrEqual' : sign === '<=' ? 'lessOrEqual' : 'approx';
}

/** What follows a plain `=`: a value, `*` alone, or values with asterisks between them. */
function scanEquality(text: string, attribute: string, start: number): Scanned | FilterProblem {
  const pieces: Value[] = [];
  for (let at = start; ; at++) {
    const scanned = scanValue(text, at, true);
    if ('problem' in scanned) return scanned;
    pieces.push(scanned.value);
    at = scanned.end;
    if (text[at] === '*') continue;
    const filter = equalityFilter(attribute, pieces);
    return filter === undefined
      ? { problem: 'nothing stands between the asterisks', offset: start }
      : { filter, end: at };
  }
}

function equalityFilter(attribute: string, pieces: readonly Value[]): Filter | undefined {
  const initial = pieces[0] ?? '';
  if (pieces.length === 1) return { kind: 'equals', attribute, value: initial };
  const any = pieces.slice(1, -1).filter((piece) => piece !== '');
  const final = pieces.at(-1) ?? '';
  if (initial === '' && final === '' && any.length === 0) {
    return pieces.length === 2 ? { kind: 'present', attribute } : undefined;
  }
  return { kind: 'substrings', attribute, ...(initial !== '' && { initial }), any, ...(final !== '' && { final }) };
}

const plainRun = /[^()*\\\u0000]*/y;

/** A value up to the next parenthesis or the end; up to the next asterisk too, where these have a meaning. */
function scanValue(text: string, start: number, asterisks = false): { value: Value; end: number } | FilterProblem {
  const bytes: Uint8Array[] = [];
  let value = '';
  let at = start;
  for (;;) {
    plainRun.lastIndex = at;
    const run = plainRun.exec(text)?.[0] ?? '';
    value += run;
    bytes.push(bytesOfValue(run));
    at += run.length;
    const stop = text[at];
    if (stop === undefined || stop === ')' || (stop === '*' && asterisks)) break;
    if (stop !== '\\') return { problem: `${nameOf(stop)} in a value must be written as \\${hexOf(stop)}`, offset: at };
    const pair = text.slice(at + 1, at + 3);
    if (!/^[0-9a-f]{2}$/i.test(pair)) return { problem: 'two hexadecimal digits must follow "\\"', offset: at };
    bytes.push(Uint8Array.of(Number.parseInt(pair, 16)));
    at += 3;
  }
  return { value: bytes.length === 1 ? value : valueOfBytes(Buffer.concat(bytes)), end: at };
}

function nameOf(character: string): string {
  return character === '\u0000' ? 'a NUL' : `"${character}"`;
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, '0');
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (/\s/.test(text[at] ?? '')) at++;
  return at;
}
