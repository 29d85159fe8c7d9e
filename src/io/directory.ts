import type { Filter } from '../ldap/filter.ts';
import type { Entry } from '../model/entry.ts';
import type { Operation } from '../model/operation.ts';

/** What to look for: a subtree, or the one entry named by the base. */
export interface Search {
  readonly base: string;
  readonly scope: 'base' | 'subtree';
  readonly filter: Filter;
  /** Attribute names to read; `*` stands for all user attributes. */
  readonly attributes: readonly string[];
}

/** What is read of an entry: all user attributes and the two operational ones that tell one state from another. */
export const entryAttributes: readonly string[] = ['*', 'entryUUID', 'entryCSN'];

/** The reading face of a directory: all that planning is ever given. */
export interface DirectoryReader {
  /** Where this directory is, without credentials. */
  readonly url: string;
  /**
   * Every entry that matches, or a Failure: an answer that was cut short, redirected or broken off is never returned.
   * A base that does not exist is a Failure too.
   */
  search(search: Search, onProgress: (entries: number) => void): Promise<readonly Entry[]>;
  /** The roots of the trees that it holds and shows; none when it does not tell. */
  suffixes(): Promise<readonly string[]>;
  /** The entry of this name with all its attributes, or undefined when there is none. */
  read(dn: string): Promise<Entry | undefined>;
  /** Ends the connection. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * What the directory said to a write: done, with the entry as it is now when the directory told in the same answer; or
 * refused with an LDAP result code (RFC 4511 §4.1.9).
 */
export type WriteResult =
  | { readonly kind: 'done'; readonly after: Entry | undefined }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string };

/** The writing face of a directory. */
export interface DirectoryWriter {
  /** Sends one operation. Throws a Failure when it is not known what became of it. */
  execute(operation: Operation): Promise<WriteResult>;
  /** Makes everything that was executed last; nothing may be executed after it. */
  settle(): Promise<void>;
}

/** Both faces of one directory over one connection. */
export interface Directory {
  readonly reader: DirectoryReader;
  readonly writer: DirectoryWriter;
}
