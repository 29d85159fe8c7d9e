/** How the Postfix that reads the groups is set up, as far as it decides where mail goes (postconf(5) has the names in brackets). */
export interface MailRules {
  /** So many recipients one address may grow to, duplicates counted (virtual_alias_expansion_limit). */
  readonly expansionLimit: number;
  /** So many lookups in a row are one too many (virtual_alias_recursion_limit). */
  readonly nestingLimit: number;
  /** Bytes of one address (virtual_alias_address_length_limit). */
  readonly addressLimit: number;
  /** So many recipients are remembered to deliver them once only (duplicate_filter_limit). */
  readonly duplicateLimit: number;
  /** What parts an address from its extension, any of these characters (recipient_delimiter). */
  readonly delimiters: string;
  /** What completes an address without domain (myorigin). */
  readonly origin: string;
  /** How far recipients are counted when there are too many; no further than the limit when less. */
  readonly countUpTo: number;
}

/** Postfix's own limits, and `+` as Debian sets it. */
export const postfixRules: MailRules = {
  expansionLimit: 1000,
  nestingLimit: 1000,
  addressLimit: 1000,
  duplicateLimit: 1000,
  delimiters: '+',
  origin: '$myorigin',
  countUpTo: 0,
};

/** Whether Postfix refuses an address wherever it would be delivered to: it begins with a hyphen (allow_min_user = no, its default). */
export function isRefused(address: string): boolean {
  return address.startsWith('-');
}
