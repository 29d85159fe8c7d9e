import { present } from '../ldap/filter.ts';
import { isPassing, resultName } from '../ldap/result-code.ts';
import type { Entry, Value } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { Precondition } from '../model/plan.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import {
  type Directory,
  type DirectoryReader,
  type DirectoryWriter,
  entryAttributes,
  type Presence,
  type Rehearsal,
  type Search,
  type Server,
  UnreadableEntry,
  type WriteResult,
} from './directory.ts';
import { refusedFailure } from './ldap-failure.ts';
import { Link } from './ldap-link.ts';
import type { Page, Terms, Wire } from './ldap-wire.ts';
import { controlOids, rootAttributes, type ServerFacts, serverFacts } from './server-facts.ts';
import { assertionOf } from './wire-controls.ts';

/** A directory behind an LDAP server: one connection at a time, opened and bound here. */
export async function openLdapDirectory(settings: ConnectionSettings): Promise<Directory> {
  const link = await Link.open(settings);
  const root: Search = { base: '', scope: 'base', filter: present('objectClass'), attributes: rootAttributes };
  const facts = await link.read(async (wire) => {
    const page = await wire.searchPage(root, undefined, undefined);
    return serverFacts(page.status === 0 ? page.entries[0] : undefined);
  });
  return { reader: new LdapReader(link, facts, settings), writer: new LdapWriter(link, facts) };
}

class LdapReader implements DirectoryReader {
  readonly url: string;
  readonly server: Server;
  readonly #link: Link;
  readonly #facts: ServerFacts;
  readonly #pageSize: number;

  constructor(link: Link, facts: ServerFacts, { pageSize, bind }: ConnectionSettings) {
    this.url = link.url;
    this.#link = link;
    this.#facts = facts;
    this.#pageSize = pageSize;
    this.server = {
      facts,
      isAnonymous: bind.kind === 'anonymous',
      whoAmI: () => link.read((wire) => wire.whoAmI()),
      tls: () => link.read(async (wire) => wire.tls()),
      unpaged: async (search) => {
        const { status, entries } = await link.read((wire) => wire.searchPage(search, undefined, undefined));
        return { code: status, entries: entries.length };
      },
    };
  }

  search(search: Search, onProgress: (entries: number) => void): Promise<readonly Entry[]> {
    return this.#link.read((wire) => this.#searchAll(wire, search, onProgress));
  }

  async read(dn: string): Promise<Entry | undefined> {
    const filter = present('objectClass');
    const search: Search = { base: dn, scope: 'base', filter, attributes: entryAttributes };
    return this.#link.read(async (wire) => {
      const page = await wire.searchPage(search, undefined, undefined);
      if (page.status === 32) return undefined;
      if (page.status === 50) throw unreadable(dn, this.url);
      this.#check(search, page);
      return page.entries[0];
    });
  }

  async presence(dn: string, attribute: string, value: Value): Promise<Presence> {
    const status = await this.#link.read(async (wire) => {
      const answer = await wire.compare(dn, attribute, value);
      if (!isPassing(answer.status)) return answer.status;
      throw refusedFailure(this.url, `the comparison of ${attribute} in ${dn}`, answer.status, answer.errorMessage);
    });
    return status === 16 ? 'absent' : status === 5 || status === 6 ? 'present' : 'unknown';
  }

  async suffixes(): Promise<readonly string[]> {
    const visible = await Promise.all(
      this.#facts.namingContexts.map(async (name) => ((await this.#isVisible(name)) ? [name] : [])),
    );
    return visible.flat();
  }

  async close(): Promise<void> {
    await this.#link.close();
  }

  async #isVisible(dn: string): Promise<boolean> {
    try {
      return (await this.read(dn)) !== undefined;
    } catch (error) {
      if (error instanceof UnreadableEntry) return false;
      throw error;
    }
  }

  async #searchAll(wire: Wire, search: Search, onProgress: (entries: number) => void): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    let cookie: Buffer | undefined;
    let emptyPages = 0;
    do {
      const page = await wire.searchPage(search, this.#pageSize, cookie);
      this.#check(search, page);
      for (const entry of page.entries) entries.push(entry);
      onProgress(entries.length);
      emptyPages = page.entries.length === 0 ? emptyPages + 1 : 0;
      if (emptyPages > mostEmptyPages) throw endless(search.base, this.url);
      cookie = page.cookie;
    } while (cookie !== undefined && cookie.length > 0);
    return entries;
  }

  #check({ base, key = 'directory.base' }: Search, { status, errorMessage, references }: Page): void {
    if (references.length > 0) {
      throw new Failure(
        'directory',
        `${this.url} keeps a part of ${base} elsewhere (${references.join(' ')}); referrals are never followed`,
        `Point directory.url at the server that has the whole tree, or narrow ${key}.`,
      );
    }
    if (status === 32) {
      throw new Failure(
        'directory',
        `the base ${base} does not exist at ${this.url}`,
        `Correct ${key}, or let the bind DN see it: the server answers the same for both.`,
      );
    }
    if (status !== 0) throw refusedFailure(this.url, `the search below ${base}`, status, errorMessage);
  }
}

class LdapWriter implements DirectoryWriter {
  readonly guards: boolean;
  readonly #link: Link;

  constructor(link: Link, { controls }: ServerFacts) {
    this.#link = link;
    this.guards = controls.has(controlOids.assertion);
  }

  get session(): number {
    return this.#link.session;
  }

  async execute(operation: Operation, precondition: Precondition | undefined): Promise<WriteResult> {
    const { wire } = this.#link;
    const condition = this.#condition(precondition);
    // Under a condition, the entry as it was is the one that was planned from.
    const terms: Terms = { condition, purpose: 'carry out', showBefore: condition === undefined };
    const { status, errorMessage, before, after } = await wire.write(operation, terms);
    if (status === 0) return { kind: 'done', before, after };
    return { kind: 'refused', code: status, message: errorMessage.trim() };
  }

  async check(operation: Operation, precondition: Precondition | undefined): Promise<Rehearsal> {
    const { wire } = this.#link;
    const { status, errorMessage } = await wire.write(operation, {
      condition: this.#condition(precondition),
      purpose: 'check',
      showBefore: false,
    });
    if (status === wouldSucceed) return { kind: 'would succeed' };
    if (status === 0) {
      const hint = 'Look at the entry: the undo file takes the change back. Use --no-preflight with this server.';
      throw new Failure('directory', `${this.#link.url} carried out ${operation.dn} instead of checking it`, hint);
    }
    return status === 12 ? { kind: 'unsupported' } : { kind: 'refused', code: status, message: errorMessage.trim() };
  }

  heed(signal: AbortSignal): void {
    this.#link.heed(signal);
  }

  async settle(): Promise<void> {}

  #condition(precondition: Precondition | undefined): ReturnType<typeof assertionOf> {
    return this.guards && precondition !== undefined ? assertionOf(precondition) : undefined;
  }
}

/** How many empty pages in a row are no reason to give up: a filter that fits few entries makes some servers send them. */
const mostEmptyPages = 1000;

function endless(base: string, url: string): Failure {
  const hint = 'Set directory.pageSize to more than there are groups, and look into the log of the server.';
  return new Failure('directory', `the listing below ${base} at ${url} does not come to an end`, hint);
}

function unreadable(dn: string, url: string): UnreadableEntry {
  const hint = 'The entry is there, and the bind DN may not see it: give it the right to read the entry (olcAccess).';
  return new UnreadableEntry('directory', `${dn} at ${url} may not be read: ${resultName(50)}`, hint);
}

/** OpenLDAP's answer to a write with the no-op control that it would carry out. */
const wouldSucceed = 0x410e;
