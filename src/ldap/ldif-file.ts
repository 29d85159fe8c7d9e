import type { Entry, Value } from '../model/entry.ts';
import type { Operation } from '../model/operation.ts';

/** Offsets in bytes: the first byte and the one behind the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A control that a change record asks for (RFC 2849, RFC 4511 §4.1.11). */
export interface LdifControl {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Value | undefined;
}

interface Placed {
  /** 1-based number of the line with the DN. */
  readonly line: number;
  /** From the line with the DN to the end of the record's last line, the line end included; comments around it are not. */
  readonly range: ByteRange;
}

/** A record that says what an entry holds. */
export interface ContentRecord extends Placed {
  readonly kind: 'content';
  readonly entry: Entry;
}

/** A record that says what to do. */
export interface ChangeRecord extends Placed {
  readonly kind: 'change';
  readonly operation: Operation;
  readonly controls: readonly LdifControl[];
}

/** One record of an LDIF file. */
export type LdifRecord = ContentRecord | ChangeRecord;

/** What is wrong with a line of an LDIF file, and what to do about it. */
export interface LdifProblem {
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

/** A search reference that `ldapsearch` printed: entries that another server holds and this file lacks. */
export interface LdifReference {
  readonly line: number;
  readonly url: string;
}

/** What an LDIF file holds. With a problem, records may be missing. */
export interface LdifFile {
  /** From the first `version:` line; undefined without one. */
  readonly version: number | undefined;
  /** How the first line ends; what is written into the file should end its lines in the same way. */
  readonly lineEnd: '\n' | '\r\n';
  readonly records: readonly LdifRecord[];
  readonly references: readonly LdifReference[];
  readonly problems: readonly LdifProblem[];
}
