import { dnKey } from '../ldap/dn.ts';
import { type Filter, formatFilter } from '../ldap/filter.ts';
import type { MemberQuery } from '../ldap/member-query.ts';
import { type QueryAnswer, queryAnswer } from '../ldap/query-answer.ts';
import type { LocalPartRule } from '../model/address.ts';
import { type Entry, valuesOf } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { DirectoryReader } from './directory.ts';
import { inParallel } from './in-parallel.ts';
import { readBelow } from './read-below.ts';

/** How the directory is asked. */
export interface AskOptions {
  readonly localPart: LocalPartRule;
  /** How many requests may be under way at a time. */
  readonly inFlight: number;
}

/** The answers of queries by their names. Of several that ask the same, the directory is asked once. */
export async function askQueries(
  reader: DirectoryReader,
  queries: readonly MemberQuery[],
  { localPart, inFlight }: AskOptions,
  onProgress: (entries: number) => void,
): Promise<ReadonlyMap<string, QueryAnswer>> {
  const read = new Map<string, readonly Entry[]>();
  const answers = new Map<string, QueryAnswer>();
  for (const query of queries) {
    const key = JSON.stringify([dnKey(query.base), formatFilter(query.filter), query.attribute.toLowerCase()]);
    const entries = read.get(key) ?? (await findEntries(reader, query, inFlight, onProgress));
    read.set(key, entries);
    const answer = queryAnswer(query, entries, localPart);
    if ('message' in answer) throw new Failure('directory', `the query ${query.name} ${answer.message}`, answer.hint);
    answers.set(query.name, answer);
  }
  return answers;
}

async function findEntries(
  reader: DirectoryReader,
  { name, base, filter, attribute }: MemberQuery,
  inFlight: number,
  onProgress: (entries: number) => void,
): Promise<readonly Entry[]> {
  if (reader.server === undefined && !isPlain(filter)) {
    const message = `the query ${name} asks by a rule that only a server has, and ${reader.url} is a file`;
    throw new Failure('directory', message, `Leave ~= and := out of queries.${name}.filter, or ask a server.`);
  }
  const below = { key: `queries.${name}.base`, base, filter, attributes: [attribute] };
  const entries = await readBelow(reader, below, onProgress);
  const without = entries.filter((entry) => valuesOf(entry, attribute).length === 0);
  await inParallel(without, inFlight, ({ dn }) => refuseHidden(reader, dn, name, attribute));
  return entries;
}

/** An address that a server hides looks as if there were none, and its owner would leave every group of the query. */
async function refuseHidden(reader: DirectoryReader, dn: string, name: string, attribute: string): Promise<void> {
  const presence = await reader.presence(dn, attribute, 'nobody@rollcall.invalid');
  if (presence === 'absent') return;
  const message =
    presence === 'present'
      ? `which has ${attribute} and does not show it`
      : `and the server does not tell whether it has ${attribute}`;
  const hint = `Let the bind DN read ${attribute} there (olcAccess), or name the attribute in queries.${name} as the server does.`;
  throw new Failure('directory', `the query ${name} finds ${dn}, ${message}`, hint);
}

/** Whether a file can tell for each entry whether it matches: approximate and extensible matches need a server. */
function isPlain(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.every(isPlain);
    case 'not':
      return isPlain(filter.filter);
    case 'approx':
    case 'extensible':
      return false;
    case 'equals':
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'present':
    case 'substrings':
      return true;
  }
}
