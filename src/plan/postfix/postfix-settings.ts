import type { Filter } from '../../ldap/filter.ts';
import type { Profile } from '../../model/profile.ts';

/** The settings that decide how Postfix has to look groups up. Paths are absolute. */
export interface PostfixSettings {
  /** LDAP URLs, the preferred one first. */
  readonly urls: readonly string[];
  readonly base: string;
  /** Which entries are groups. */
  readonly filter: Filter;
  readonly bind:
    | { readonly kind: 'anonymous' }
    | { readonly kind: 'external' }
    | { readonly kind: 'simple'; readonly dn: string };
  readonly startTls: boolean;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly profile: Profile;
  /** Domains whose addresses may be groups; any when empty. */
  readonly domains: readonly string[];
  readonly expansionLimit: number;
  /** What parts an address from its extension. */
  readonly recipientDelimiter: string;
}

/** What the settings leave open. */
export interface PostfixChoice {
  /** Whether mail for a group that is switched off is refused. */
  readonly honourEnabled: boolean;
  /** The account of Postfix; undefined for the one in the settings. */
  readonly bindDn: string | undefined;
}
