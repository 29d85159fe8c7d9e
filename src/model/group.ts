import type { Entry, Value } from './entry.ts';
import type { Allowance, RuleException } from './exception.ts';

/** Who decides about the members: `authoritative` manifests add and remove, `additive` ones only add, `ignored` ones do nothing. */
export type Mode = 'authoritative' | 'additive' | 'ignored';

/** What one manifest declares. An undefined property is not managed; an empty one is. */
export interface DesiredGroup {
  /** The manifest's path, as shown in messages. */
  readonly file: string;
  readonly address: string;
  readonly description: string | undefined;
  /** Member addresses in the manifest's spelling and order, without duplicates. */
  readonly members: readonly string[];
  /** Why a member is there, by the member's address as spelled in `members`. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly aliases: readonly string[] | undefined;
  readonly enabled: boolean | undefined;
  /** Who answers for the group; never written to the directory. */
  readonly owners: readonly string[];
  readonly mode: Mode;
  /** Never deleted or emptied, whatever the flags. */
  readonly protected: boolean;
  /** Further LDAP attributes with the values they must have. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** An exception to the limits on removals; it counts until its day has passed. */
  readonly allow: Allowance | undefined;
  /** Exceptions to rules, for this manifest. */
  readonly exceptions: readonly RuleException[];
}

/** What the directory holds for one group. */
export interface CurrentGroup {
  readonly dn: string;
  /** The address that the entry is named by: its RDN value where that is an address, else the first value. */
  readonly address: string;
  /** Every value of the address attribute, completed by the profile's domain, in stored order; `address` among them. */
  readonly addresses: readonly string[];
  /** Member values exactly as stored. */
  readonly members: readonly Value[];
  /** The entry as read. */
  readonly entry: Entry;
}
