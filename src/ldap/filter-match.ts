import type { Entry, Value } from '../model/entry.ts';
import type { MatchingRule } from '../model/profile.ts';
import type { ComparisonFilter, Filter, SubstringsFilter } from './filter-node.ts';
import { foldPiece } from './fold-text.ts';
import { valueKey } from './value-key.ts';

/** How the values of an attribute compare, by the attribute's description. */
export type RuleOf = (attribute: string) => MatchingRule;

/** True, false, or undefined where a server without the schema's help cannot tell (RFC 4511 §4.5.1.7). */
type Verdict = boolean | undefined;

/**
 * Whether a filter matches an entry. What cannot be decided (an extensible match, an ordering of DNs) matches neither
 * as it is nor inside a `not`.
 */
export function matches(filter: Filter, entry: Entry, ruleOf: RuleOf): boolean {
  return judge(filter, entry, ruleOf) === true;
}

function judge(filter: Filter, entry: Entry, ruleOf: RuleOf): Verdict {
  switch (filter.kind) {
    case 'and':
      return judgeAll(filter.filters, (part) => judge(part, entry, ruleOf));
    case 'or':
      return negate(judgeAll(filter.filters, (part) => negate(judge(part, entry, ruleOf))));
    case 'not':
      return negate(judge(filter.filter, entry, ruleOf));
    case 'present':
      return valuesUnder(entry, filter.attribute).length > 0;
    case 'equals':
    case 'approx':
      return judgeEquality(filter, entry, ruleOf(filter.attribute));
    case 'greaterOrEqual':
    case 'lessOrEqual':
      return judgeOrder(filter, entry, ruleOf(filter.attribute));
    case 'substrings':
      return judgeSubstrings(filter, entry, ruleOf(filter.attribute));
    case 'extensible':
      return undefined;
  }
}

function negate(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

/** False as soon as one part is false; otherwise undefined when one part is. */
function judgeAll(parts: readonly Filter[], judgePart: (part: Filter) => Verdict): Verdict {
  let verdict: Verdict = true;
  for (const part of parts) {
    const partVerdict = judgePart(part);
    if (partVerdict === false) return false;
    if (partVerdict === undefined) verdict = undefined;
  }
  return verdict;
}

function judgeEquality(filter: ComparisonFilter, entry: Entry, rule: MatchingRule): Verdict {
  const wanted = valueKey(filter.value, rule);
  return valuesUnder(entry, filter.attribute).some((value) => valueKey(value, rule) === wanted);
}

function judgeOrder(filter: ComparisonFilter, entry: Entry, rule: MatchingRule): Verdict {
  if (rule === 'distinguishedName' || typeof filter.value !== 'string') return undefined;
  const sign = filter.kind === 'greaterOrEqual' ? 1 : -1;
  const bound = valueKey(filter.value, rule);
  const values = valuesUnder(entry, filter.attribute).filter((value) => typeof value === 'string');
  return values.some((value) => compareKeys(valueKey(value, rule), bound) * sign >= 0);
}

const integer = /^-?\d+$/;

/** Whole numbers by size, everything else by code unit. */
function compareKeys(a: string, b: string): number {
  if (integer.test(a) && integer.test(b)) return compare(BigInt(a), BigInt(b));
  return compare(a, b);
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function judgeSubstrings(filter: SubstringsFilter, entry: Entry, rule: MatchingRule): Verdict {
  if (rule === 'distinguishedName') return undefined;
  const pieces = [filter.initial ?? '', ...filter.any, filter.final ?? ''].map((piece) => pieceKey(piece, rule));
  return valuesUnder(entry, filter.attribute).some((value) => hasPieces(valueKey(value, rule), pieces));
}

/** A piece prepared as `valueKey` prepares the whole; bytes that are not text are found in no text. */
function pieceKey(piece: Value, rule: MatchingRule): string {
  if (typeof piece !== 'string' || rule === 'exact') return valueKey(piece, 'exact');
  return foldPiece(piece, rule === 'caseExact' ? 'exact' : 'ignore');
}

function hasPieces(key: string, pieces: readonly string[]): boolean {
  const initial = pieces[0] ?? '';
  const final = pieces.at(-1) ?? '';
  if (!key.startsWith(initial) || !key.endsWith(final)) return false;
  let at = initial.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = key.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= key.length - final.length;
}

/** The values of an attribute and of its subtypes by option: `cn` finds `cn;lang-de` too (RFC 4512 §2.5.2). */
function valuesUnder(entry: Entry, description: string): readonly Value[] {
  const [wanted, ...options] = description.toLowerCase().split(';');
  return entry.attributes.flatMap((attribute) => {
    const [name, ...given] = attribute.name.toLowerCase().split(';');
    return name === wanted && options.every((option) => given.includes(option)) ? attribute.values : [];
  });
}
