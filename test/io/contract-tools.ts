import { expect } from 'vitest';
import type { Directory, Search } from '../../src/io/directory.ts';
import { dnKey } from '../../src/ldap/dn.ts';
import { userAttributes } from '../../src/ldap/encode.ts';
import { parseFilter, present } from '../../src/ldap/filter.ts';
import { type Entry, type Value, valuesOf } from '../../src/model/entry.ts';
import type { Operation } from '../../src/model/operation.ts';
import { groupsBase } from './contract-tree.ts';

/** The DNs that most facts are about. */
export const hq: string = `mail=hq@example.net,${groupsBase}`;
export const ops: string = `mail=ops@example.net,${groupsBase}`;
export const team: string = `ou=Team,${groupsBase}`;

/** The search for the whole tree of the contract. */
export const everything: Search = {
  base: groupsBase,
  scope: 'subtree',
  filter: present('objectClass'),
  attributes: ['*'],
};

/** What the facts of the contract are written with; everything is about the directory that is open now. */
export interface ContractTools {
  readonly directory: () => Directory;
  /** Searches the whole tree, but for what is given. */
  readonly search: (parts: Partial<Search>) => Promise<readonly Entry[]>;
  /** What the entries that match a filter are named by, sorted. */
  readonly found: (filter: string) => Promise<readonly string[]>;
  /** The whole tree as somebody else finds it afterwards. */
  readonly stored: () => Promise<readonly Entry[]>;
  readonly values: (dn: string, attribute: string) => Promise<readonly Value[]>;
  /** The operation is done; where the answer holds the entry as it is then, reading finds the same. */
  readonly done: (operation: Operation) => Promise<Entry | undefined>;
  /** The operation is refused with this result code, and nothing has changed. */
  readonly refused: (operation: Operation, code: number) => Promise<void>;
}

/** The tools for the directory that `current` gives; `reopen` saves what was written and opens the directory again. */
export function contractTools(current: () => Directory, reopen: () => Promise<void>): ContractTools {
  const search = (parts: Partial<Search>): Promise<readonly Entry[]> =>
    current().reader.search({ ...everything, ...parts }, () => undefined);
  const stored = async (): Promise<readonly Entry[]> => {
    await reopen();
    return normal(await search({}));
  };
  return {
    directory: current,
    search,
    stored,
    found: async (filter) => {
      const parsed = parseFilter(filter);
      if (!('filter' in parsed)) throw new Error(`${filter}: ${parsed.problem}`);
      return names(await search({ filter: parsed.filter }));
    },
    values: async (dn, attribute) => {
      const entry = (await stored()).find((candidate) => dnKey(candidate.dn) === dnKey(dn));
      return entry === undefined ? [] : valuesOf(entry, attribute);
    },
    done: async (operation) => {
      const result = await current().writer.execute(operation, undefined);
      expect(result).toMatchObject({ kind: 'done' });
      if (result.kind !== 'done' || result.after === undefined) return undefined;
      const read = await current().reader.read(result.after.dn);
      expect(normal([result.after])).toEqual(read && normal([read]));
      return result.after;
    },
    refused: async (operation, code) => {
      const before = normal(await search({}));
      expect(await current().writer.execute(operation, undefined)).toMatchObject({ kind: 'refused', code });
      expect(await stored()).toEqual(before);
    },
  };
}

/** What the entries are named by, sorted. */
export function names(entries: readonly Entry[]): readonly string[] {
  return entries
    .map(({ dn }) => /^(?:mail|ou|cn)=((?:\\..|[^,\\])*)/.exec(dn)?.[1] ?? dn)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Entries as values that compare: by key of their names, without what a server keeps by itself, all in one order. */
function normal(entries: readonly Entry[]): readonly Entry[] {
  const sorted = <T>(items: readonly T[], text: (item: T) => string): T[] =>
    [...items].sort((a, b) => (text(a) < text(b) ? -1 : 1));
  const plain = entries.map((entry) => ({
    dn: dnKey(entry.dn),
    attributes: sorted(userAttributes(entry), ({ name }) => name).map(({ name, values }) => ({
      name,
      values: sorted(values, String),
    })),
  }));
  return sorted(plain, ({ dn }) => dn);
}
