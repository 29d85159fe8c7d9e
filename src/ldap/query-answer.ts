import { addressKey, addressProblem, type LocalPartRule } from '../model/address.ts';
import { type Entry, type Value, valuesOf } from '../model/entry.ts';
import type { MemberQuery } from './member-query.ts';

/** Whom a query answers. */
export interface QueryAnswer {
  /** Each once, in the order of their keys. */
  readonly members: readonly string[];
  /** How many of the entries that it found have no address. */
  readonly without: number;
}

/** Why what was found is no answer, as a clause after the name of the query, and what to do. */
export interface QueryProblem {
  readonly message: string;
  readonly hint: string;
}

/** The addresses in the entries that a query found, when every one of them can be a member and they are neither too many nor too few. */
export function queryAnswer(
  query: MemberQuery,
  entries: readonly Entry[],
  localPart: LocalPartRule,
): QueryAnswer | QueryProblem {
  const found = new Map<string, string>();
  let without = 0;
  for (const entry of entries) {
    const values = valuesOf(entry, query.attribute);
    if (values.length === 0) without += 1;
    const problem = entryProblem(query, entry, values);
    if (problem !== undefined) return problem;
    for (const value of values) {
      const address = String(value);
      const key = addressKey(address, localPart);
      const known = found.get(key);
      if (known === undefined || address < known) found.set(key, address);
    }
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return sizeProblem(query, found.size, entries.length) ?? { members: sorted.map(([, address]) => address), without };
}

function entryProblem(
  { name, attribute, values: allowed }: MemberQuery,
  { dn }: Entry,
  values: readonly Value[],
): QueryProblem | undefined {
  if (values.length > 1 && allowed === 'one') {
    const message = `finds ${dn}, which has ${values.length} values of ${attribute}`;
    const hint = `Which of them is the member? Name an attribute that has one value, or set queries.${name}.values to all: then each of them is a member.`;
    return { message, hint };
  }
  for (const value of values) {
    const problem = typeof value === 'string' ? addressProblem(value) : 'is not text';
    if (problem === undefined) continue;
    const message = `finds ${dn}, whose ${attribute}${shown(value)} ${problem}`;
    const hint = `Mend the value in the directory, or leave the entry out by queries.${name}.filter.`;
    return { message, hint };
  }
  return undefined;
}

function sizeProblem(
  { name, limit, minimum, attribute }: MemberQuery,
  size: number,
  entries: number,
): QueryProblem | undefined {
  if (size > limit) {
    const hint = `Look at queries.${name}.filter. When so many are right, raise queries.${name}.limit.`;
    return { message: `answers ${counted(size)}, and its limit is ${limit}`, hint };
  }
  if (size >= minimum) return undefined;
  const found = entries === 1 ? '1 entry' : `${entries} entries`;
  const why = size === 0 ? `answers nobody (it finds ${found})` : `answers ${counted(size)}`;
  const hint = `Look at queries.${name}.filter, and whether the bind DN may read ${attribute} and what the filter asks for. When so few are right, set queries.${name}.minimum to ${size}.`;
  return { message: `${why}, and its minimum is ${minimum}`, hint };
}

function counted(members: number): string {
  return members === 1 ? '1 member' : `${members} members`;
}

/** A value that is nothing like an address is not shown: where the attribute is the wrong one, it may be a secret. */
function shown(value: Value): string {
  if (typeof value !== 'string' || !value.includes('@')) return '';
  return ` ${JSON.stringify(value.length > 100 ? `${value.slice(0, 99)}…` : value)}`;
}
