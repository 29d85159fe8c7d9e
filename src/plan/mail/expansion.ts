import type { AliasEntry } from './alias-map.ts';

/** One address in the tree of an expansion. */
export interface ExpansionNode {
  /** As Postfix has it now: from the value, with the extension that was propagated. */
  readonly address: string;
  /** The stored value that it came from, when it is not the address itself and it is clear which one it was. */
  readonly value: string | undefined;
  readonly parent: ExpansionNode | undefined;
  /** What stands in its place. Empty for a recipient. */
  readonly children: readonly ExpansionNode[];
  /** How a table knew it; undefined for a recipient. */
  readonly by: 'address' | 'extension' | 'domain' | undefined;
  /** The table's answer; for a recipient, that of a group that has the address and does not answer. */
  readonly entry: AliasEntry | undefined;
  /** Whether it is a group that stays as a recipient because it expanded into itself. */
  readonly kept: boolean;
}

/** Why Postfix takes a message for the address and then puts it off, again and again, for everybody in it. */
export interface Deferral {
  /**
   * - `recipients`: more than the expansion limit, duplicates counted;
   * - `nesting`: too many lookups in a row;
   * - `loop`: it never ends, so that one of these two limits stops it;
   * - `length`: one address is too long;
   * - `blank`: the members of a group are blanks or something else that holds no address;
   * - `unreadable`: a value is not UTF-8, so that the lookup fails.
   */
  readonly reason: 'recipients' | 'nesting' | 'loop' | 'length' | 'blank' | 'unreadable';
  /** Where: the addresses from the one that was asked for to the one at fault. The last one of a loop stands in it twice. */
  readonly path: readonly string[];
}

/** Where one mail to an address goes, by the rules of Postfix. */
export interface Expansion {
  /** The address that mail is sent to. */
  readonly address: string;
  /** `not found`: no group answers, so a mailbox gets the mail, or Postfix refuses it with 550. */
  readonly verdict: 'delivered' | 'deferred' | 'not found';
  /** Why it is put off; undefined otherwise. */
  readonly deferral: Deferral | undefined;
  /** Who gets it, once each, in the order of Postfix and in the first spelling. Nobody while it is put off. */
  readonly recipients: readonly ExpansionNode[];
  /** Recipients as Postfix counts them against its limit, duplicates among them. */
  readonly size: number;
  /** Whether counting ended with `size`, so that it may be more. */
  readonly sizeIsLeast: boolean;
  /** Lookups in a row, as Postfix counts them against its limit: one for a group that holds no group. */
  readonly nesting: number;
  /** Bytes of the longest address that a table answered; 0 when none did. */
  readonly longest: number;
  readonly tree: ExpansionNode;
}
