import { equals, type Filter, formatFilter } from '../../ldap/filter.ts';
import { hexPair } from '../../ldap/utf8.ts';
import type { Profile } from '../../model/profile.ts';

/** The addresses that one map answers for: those stored whole, or by their local part too. */
export type LookupKey = 'whole address' | 'local part';

/**
 * The `query_filter` of a map (ldap_table(5)): the entries that are groups, with the address that is looked up, and
 * switched on where that counts.
 */
export function queryFilter(filter: Filter, profile: Profile, key: LookupKey, enabled: Profile['enabled']): string {
  const parts = [
    ...(filter.kind === 'and' ? filter.filters : [filter]).map((part) => literal(formatFilter(part))),
    addressFilter(profile.address, key),
    ...(enabled === undefined ? [] : [literal(formatFilter(equals(enabled.attribute, enabled.on)))]),
  ];
  return parts.length === 1 ? parts.join('') : `(&${parts.join('')})`;
}

/** Postfix puts the address for `%s` and the part before the `@` for `%u`, both escaped (RFC 4515). */
function addressFilter(attribute: string, key: LookupKey): string {
  return key === 'whole address' ? `(${attribute}=%s)` : `(|(${attribute}=%u)(${attribute}=%s))`;
}

/** A text in which Postfix finds nothing to fill in, on one line. */
function literal(filter: string): string {
  return escapeControls(filter).replaceAll('%', '%%');
}

/** Control characters as `\` and two digits, which filters (RFC 4515) and DNs (RFC 4514) both take. */
export function escapeControls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]/g, (character) => `\\${hexPair(character.charCodeAt(0))}`);
}
