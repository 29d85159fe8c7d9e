import type { Filter } from '../ldap/filter.ts';
import type { Entry, Value } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { Precondition } from '../model/plan.ts';
import type { ServerFacts } from './server-facts.ts';
import type { TlsFacts } from './tls-facts.ts';

/** What to look for: a subtree, or the one entry named by the base. */
export interface Search {
  readonly base: string;
  readonly scope: 'base' | 'subtree';
  readonly filter: Filter;
  /** Attribute names to read; `*` stands for all user attributes. */
  readonly attributes: readonly string[];
  /** The key of the settings that names the base, for messages; without it `directory.base`. */
  readonly key?: string;
}

/** What is read of an entry: all user attributes and the two operational ones that tell one state from another. */
export const entryAttributes: readonly string[] = ['*', 'entryUUID', 'entryCSN'];

/** What a server tells about itself and the connection to it. */
export interface Server {
  readonly facts: ServerFacts;
  /** Whether nobody was bound, on purpose. */
  readonly isAnonymous: boolean;
  /** Who the server says we are (RFC 4532): empty for nobody, undefined when it does not tell. */
  whoAmI(): Promise<string | undefined>;
  /** Undefined on a connection without TLS. */
  tls(): Promise<TlsFacts | undefined>;
  /** How a search without pages ends: the LDAP result code, and how many entries came. */
  unpaged(search: Search): Promise<{ readonly code: number; readonly entries: number }>;
}

/** Whether an entry has an attribute, by asking for a comparison; `unknown` when the server does not let us compare. */
export type Presence = 'present' | 'absent' | 'unknown';

/** One entry may not be read, and nothing else is wrong. */
export class UnreadableEntry extends Failure {}

/** The reading face of a directory: all that planning is ever given. */
export interface DirectoryReader {
  /** Where this directory is, without credentials. */
  readonly url: string;
  /** Undefined for a file. */
  readonly server: Server | undefined;
  /**
   * Every entry that matches, or a Failure: an answer that was cut short, redirected or broken off is never returned.
   * A base that does not exist is a Failure too.
   */
  search(search: Search, onProgress: (entries: number) => void): Promise<readonly Entry[]>;
  /** The roots of the trees that it holds and shows; none when it does not tell. */
  suffixes(): Promise<readonly string[]>;
  /** The entry of this name with all its attributes, or undefined when there is none; or an UnreadableEntry. */
  read(dn: string): Promise<Entry | undefined>;
  /**
   * Whether the entry has the attribute, also when its values are hidden from the reader. The value is one that the
   * attribute can hold and does not.
   */
  presence(dn: string, attribute: string, value: Value): Promise<Presence>;
  /** Ends the connection. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * What the directory said to a write: done, with the entry as it was and as it is now where the directory told in the same
 * answer; or refused with an LDAP result code (RFC 4511 §4.1.9).
 */
export type WriteResult =
  | { readonly kind: 'done'; readonly before: Entry | undefined; readonly after: Entry | undefined }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string };

/** What the directory said about a write that it only checked. */
export type Rehearsal =
  | { readonly kind: 'would succeed' }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  /** It cannot check without writing. */
  | { readonly kind: 'unsupported' };

/** The writing face of a directory. */
export interface DirectoryWriter {
  /** Whether a precondition is checked by the directory itself, in the same moment as the write. */
  readonly guards: boolean;
  /** Which connection this is, counted from 0: after a change, entries must be read again before they are written. */
  readonly session: number;
  /**
   * Sends one operation on the connection that there is, under the precondition where the directory guards. Throws a
   * Failure when it is not known what became of it.
   */
  execute(operation: Operation, precondition: Precondition | undefined): Promise<WriteResult>;
  /** Has one operation checked in every way, and writes nothing. */
  check(operation: Operation, precondition: Precondition | undefined): Promise<Rehearsal>;
  /** From now on nothing is waited for but answers to what was sent, once the signal is aborted. */
  heed(signal: AbortSignal): void;
  /** Makes everything that was executed last; nothing may be executed after it. */
  settle(): Promise<void>;
}

/** A directory that can be asked everything, what it would do with a write among it, and written nothing. */
export interface DirectoryProbe {
  readonly reader: DirectoryReader;
  /** Has one operation checked in every way, and writes nothing. */
  check(operation: Operation): Promise<Rehearsal>;
}

/** Both faces of one directory over one connection. */
export interface Directory {
  readonly reader: DirectoryReader;
  readonly writer: DirectoryWriter;
}
