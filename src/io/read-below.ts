import type { Filter } from '../ldap/filter.ts';
import { mergeAttributes } from '../ldap/merge-attributes.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { DirectoryReader } from './directory.ts';

/** A part of the directory that the settings name besides the groups, and what is read of it. */
export interface Below {
  /** The key of the settings that holds the base, for messages: `mail.accounts.base`. */
  readonly key: string;
  readonly base: string;
  readonly filter: Filter;
  readonly attributes: readonly string[];
}

/**
 * Every entry below a base that matches, with these attributes alone, or a Failure: never a part of the answer. Values
 * under an attribute option are values of the attribute, as they are for Postfix.
 */
export async function readBelow(
  reader: DirectoryReader,
  { base, filter, attributes, key }: Below,
  onProgress: (entries: number) => void,
): Promise<readonly Entry[]> {
  const entries = await reader.search({ base, scope: 'subtree', filter, attributes, key }, onProgress);
  return entries.map((entry) => (entry.attributes.some(hasOption) ? withoutOptions(entry, reader.url) : entry));
}

function hasOption({ name }: Entry['attributes'][number]): boolean {
  return name.includes(';');
}

function withoutOptions({ dn, attributes }: Entry, url: string): Entry {
  const ranged = attributes.find(({ name }) => /;range=/i.test(name));
  if (ranged !== undefined) {
    const hint = 'The server cuts long attributes. Raise its limit on values per attribute, then try again.';
    throw new Failure('directory', `${dn} at ${url} came with only a part of its values (${ranged.name})`, hint);
  }
  const plain = attributes.map(({ name, values }) => ({ name: name.replace(/;.*/s, ''), values }));
  return { dn, attributes: mergeAttributes(plain) };
}
