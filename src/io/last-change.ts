import { dnKey } from '../ldap/dn.ts';
import { present } from '../ldap/filter.ts';
import type { LastChange } from '../model/cause.ts';
import { type Entry, valuesOf } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { DirectoryReader } from './directory.ts';
import { inParallel } from './in-parallel.ts';

/** More entries than this are not asked: whoever made so many differences is found by looking at some of them. */
const mostAsked = 500;

/**
 * Who changed some entries last, by `dnKey` of their DNs. An entry that was changed after it had been read is left out,
 * and so is one whose server does not tell.
 */
export async function readLastChanges(
  reader: DirectoryReader,
  entries: readonly Entry[],
  inFlight: number,
): Promise<ReadonlyMap<string, LastChange>> {
  const found = new Map<string, LastChange>();
  await inParallel(entries.slice(0, mostAsked), inFlight, async (entry) => {
    const change = await lastChangeOf(reader, entry);
    if (change !== undefined) found.set(dnKey(entry.dn), change);
  });
  return found;
}

async function lastChangeOf(reader: DirectoryReader, entry: Entry): Promise<LastChange | undefined> {
  const attributes = ['modifiersName', 'modifyTimestamp', 'entryCSN'];
  const search = { base: entry.dn, scope: 'base', filter: present('objectClass'), attributes } as const;
  const [now] = await answersOf(reader, search);
  if (now === undefined || textOf(now, 'entryCSN') !== textOf(entry, 'entryCSN')) return undefined;
  const [by, at] = [textOf(now, 'modifiersName'), timeOf(textOf(now, 'modifyTimestamp'))];
  return by === undefined && at === undefined ? undefined : { by, at };
}

/** It is good to know and decides nothing, so a server that does not answer is one that does not tell. */
async function answersOf(
  reader: DirectoryReader,
  search: Parameters<DirectoryReader['search']>[0],
): Promise<readonly Entry[]> {
  try {
    return await reader.search(search, () => undefined);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'directory') return [];
    throw error;
  }
}

function textOf(entry: Entry, name: string): string | undefined {
  const [value] = valuesOf(entry, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A generalized time (RFC 4517 §3.3.13) in UTC, as servers write it, in ISO 8601. */
function timeOf(text: string | undefined): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text ?? '');
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
