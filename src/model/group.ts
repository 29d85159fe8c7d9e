import type { Entry, Value } from './entry.ts';
import type { Allowance, RuleException } from './exception.ts';

/** Who decides about the members: `authoritative` manifests add and remove, `additive` ones only add, `ignored` ones do nothing. */
export type Mode = 'authoritative' | 'additive' | 'ignored';

/** The days of a member, `YYYY-MM-DD`, both inclusive; undefined for no limit. */
export interface MembershipDays {
  readonly from: string | undefined;
  readonly until: string | undefined;
}

/** A query of the settings that a manifest names as a source of members. */
export interface QuerySource {
  readonly name: string;
  /** Whom it answers, in a fixed order; undefined until the directory was asked. */
  readonly members: readonly string[] | undefined;
}

/** How the members of a group come together where a manifest says more than a list of them. */
export interface Composition {
  /** The members that the manifest itself names, whatever the day, in its spelling and order. */
  readonly own: readonly string[];
  /** The days of those of them that have some, by the address as spelled in `own`. */
  readonly days: ReadonlyMap<string, MembershipDays>;
  /** Groups whose members become members here. */
  readonly include: readonly string[];
  /** The query whose answer becomes members; undefined for none. */
  readonly query: QuerySource | undefined;
  /** Who is taken out again. */
  readonly exclude: readonly string[];
  /**
   * The groups through which a member came that is not one of the manifest's own, the included one first; by the address
   * as in `members`. Of several ways the first one counts.
   */
  readonly via: ReadonlyMap<string, readonly string[]>;
  /** The query through which a member came that no manifest names, by the address as in `members`. */
  readonly queried: ReadonlyMap<string, string>;
  /** Queries of this group and of included ones that were not asked: there may be more members than are known. */
  readonly unanswered: readonly string[];
}

/** What one manifest declares. An undefined property is not managed; an empty one is. */
export interface DesiredGroup {
  /** The manifest's path, as shown in messages. */
  readonly file: string;
  readonly address: string;
  readonly description: string | undefined;
  /**
   * Member addresses as they are to be written, without duplicates: the manifest's own ones whose day it is, in its
   * spelling and order, behind them those of included groups, and then those of its query.
   */
  readonly members: readonly string[];
  /** Why a member is there, by the member's address as spelled in `members`. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly aliases: readonly string[] | undefined;
  /** Addresses that the group had before, and has no more unless they are aliases: an entry that has one is renamed. */
  readonly previously: readonly string[];
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
  /** Undefined when the members are just those that the manifest lists. */
  readonly composition: Composition | undefined;
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

/** Whether the manifest says on purpose that the group has no members: it lists none, includes no group and names no query. */
export function saysNobody({ members, composition }: DesiredGroup): boolean {
  if (composition === undefined) return members.length === 0;
  return composition.own.length === 0 && composition.include.length === 0 && composition.query === undefined;
}

/** The queries behind the members of groups that nobody asked yet, each once. */
export function unansweredQueries(groups: readonly DesiredGroup[]): readonly string[] {
  return [...new Set(groups.flatMap(({ composition }) => composition?.unanswered ?? []))];
}
