import { dnKey } from '../ldap/dn.ts';
import { type Filter, formatFilter } from '../ldap/filter.ts';
import type { MemberQuery } from '../ldap/member-query.ts';
import { type QueryAnswer, queryAnswer } from '../ldap/query-answer.ts';
import type { LocalPartRule } from '../model/address.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { DirectoryReader } from './directory.ts';
import { readBelow } from './read-below.ts';

/** The answers of queries by their names. Of several that ask the same, the directory is asked once. */
export async function askQueries(
  reader: DirectoryReader,
  queries: readonly MemberQuery[],
  localPart: LocalPartRule,
  onProgress: (entries: number) => void,
): Promise<ReadonlyMap<string, QueryAnswer>> {
  const read = new Map<string, readonly Entry[]>();
  const answers = new Map<string, QueryAnswer>();
  for (const query of queries) {
    const key = JSON.stringify([dnKey(query.base), formatFilter(query.filter), query.attribute.toLowerCase()]);
    const entries = read.get(key) ?? (await findEntries(reader, query, onProgress));
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
  onProgress: (entries: number) => void,
): Promise<readonly Entry[]> {
  if (reader.server === undefined && !isPlain(filter)) {
    const message = `the query ${name} asks by a rule that only a server has, and ${reader.url} is a file`;
    throw new Failure('directory', message, `Leave ~= and := out of queries.${name}.filter, or ask a server.`);
  }
  return readBelow(reader, { key: `queries.${name}.base`, base, filter, attributes: [attribute] }, onProgress);
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
