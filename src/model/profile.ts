/** How the values of an attribute compare (RFC 4517 §4.2), as far as we need to know. */
export type MatchingRule = 'caseExact' | 'caseIgnore' | 'exact' | 'distinguishedName';

/** How a group is stored in the directory: which attribute means what. */
export interface Profile {
  readonly name: string;
  /** objectClass values of entries we create; an existing entry may have more. */
  readonly objectClasses: readonly string[];
  /** The class that marks an entry as a group; the default search filter asks for it. */
  readonly groupClass: string;
  /** Attribute that holds the group's address and its aliases; also the RDN of entries we create. */
  readonly address: string;
  /**
   * With a domain, the directory stores local parts only (`cn: hq`) and this domain completes them;
   * without one, addresses are stored whole.
   */
  readonly domain: string | undefined;
  /** Attribute with one value per member, and its equality rule. */
  readonly member: string;
  readonly memberRule: MatchingRule;
  /** Equality rules that the server itself named, by attribute in lower case; empty until its schema was read. */
  readonly rules: ReadonlyMap<string, MatchingRule>;
  /** The on/off switch, when the schema has one. */
  readonly enabled: { readonly attribute: string; readonly on: string; readonly off: string } | undefined;
  /** Attribute for the manifest's description, when the schema has one. */
  readonly description: string | undefined;
  /** Values given to new entries; `{address}`, `{local}` and `{domain}` are filled in. Settings may override them. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Attributes that a manifest's `attributes` may name. */
  readonly allowedAttributes: readonly string[];
  /** Of the attributes above, those whose syntax is IA5 (ASCII only). Lower case. */
  readonly ia5Attributes: readonly string[];
  /** Attributes that only mailbox accounts have; an entry with one is not a group. Lower case. */
  readonly accountAttributes: readonly string[];
}
