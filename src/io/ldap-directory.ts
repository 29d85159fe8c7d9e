import { present } from '../ldap/filter.ts';
import { type Entry, valuesOf } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import {
  type Directory,
  type DirectoryReader,
  type DirectoryWriter,
  entryAttributes,
  type Search,
  type WriteResult,
} from './directory.ts';
import { refusedFailure } from './ldap-failure.ts';
import { openWire, type Page, type Wire } from './ldap-wire.ts';

/** A directory behind an LDAP server: one connection, opened and bound here. */
export async function openLdapDirectory(settings: ConnectionSettings): Promise<Directory> {
  const wire = await openWire(settings);
  return { reader: new LdapReader(wire, settings.pageSize), writer: new LdapWriter(wire) };
}

class LdapReader implements DirectoryReader {
  readonly url: string;
  readonly #wire: Wire;
  readonly #pageSize: number;

  constructor(wire: Wire, pageSize: number) {
    this.url = wire.url;
    this.#wire = wire;
    this.#pageSize = pageSize;
  }

  async search(search: Search, onProgress: (entries: number) => void): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    let cookie: Buffer | undefined;
    do {
      const page = await this.#wire.searchPage(search, this.#pageSize, cookie);
      this.#check(search, page);
      for (const entry of page.entries) entries.push(entry);
      onProgress(entries.length);
      cookie = page.cookie;
    } while (cookie !== undefined && cookie.length > 0);
    return entries;
  }

  async read(dn: string): Promise<Entry | undefined> {
    const filter = present('objectClass');
    const search: Search = { base: dn, scope: 'base', filter, attributes: entryAttributes };
    const page = await this.#wire.searchPage(search, undefined, undefined);
    if (page.status === 32) return undefined;
    this.#check(search, page);
    return page.entries[0];
  }

  async suffixes(): Promise<readonly string[]> {
    const search: Search = { base: '', scope: 'base', filter: present('objectClass'), attributes: ['namingContexts'] };
    const page = await this.#wire.searchPage(search, undefined, undefined);
    const names = page.entries.flatMap((entry) => valuesOf(entry, 'namingContexts'));
    const visible = await Promise.all(
      names.map(async (name) => (typeof name === 'string' && (await this.read(name)) !== undefined ? [name] : [])),
    );
    return visible.flat();
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }

  #check({ base }: Search, { status, errorMessage, references }: Page): void {
    if (references.length > 0) {
      throw new Failure(
        'directory',
        `${this.url} keeps a part of ${base} elsewhere (${references.join(' ')}); referrals are never followed`,
        'Point directory.url at the server that has the whole tree, or narrow directory.base.',
      );
    }
    if (status === 32) {
      throw new Failure(
        'directory',
        `the base ${base} does not exist at ${this.url}`,
        'Correct directory.base, or let the bind DN see it: the server answers the same for both.',
      );
    }
    if (status !== 0) throw refusedFailure(this.url, `the search below ${base}`, status, errorMessage);
  }
}

class LdapWriter implements DirectoryWriter {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async execute(operation: Operation): Promise<WriteResult> {
    const { status, errorMessage, after } = await this.#wire.write(operation);
    return status === 0 ? { kind: 'done', after } : { kind: 'refused', code: status, message: errorMessage.trim() };
  }

  async settle(): Promise<void> {}
}
