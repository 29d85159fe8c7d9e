import { domainOf, localPartOf, lowerAscii } from '../model/address.ts';
import type { Profile } from '../model/profile.ts';

/** Groups as the postfix-book schema and the guides around it store them: whole addresses, `mailGroupMember`. */
export const postfixBook: Profile = {
  name: 'postfix-book',
  objectClasses: ['top', 'organizationalPerson', 'PostfixBookMailAccount'],
  groupClass: 'PostfixBookMailAccount',
  address: 'mail',
  domain: undefined,
  member: 'mailGroupMember',
  memberRule: 'caseExact',
  rules: new Map(),
  enabled: { attribute: 'mailEnabled', on: 'TRUE', off: 'FALSE' },
  description: 'description',
  defaults: { cn: '{local}', sn: 'group' },
  allowedAttributes: [
    'cn',
    'sn',
    'telephoneNumber',
    'seeAlso',
    'title',
    'ou',
    'street',
    'l',
    'st',
    'postalCode',
    'mailUidNumber',
    'mailGidNumber',
    'mailQuota',
  ],
  ia5Attributes: ['mailquota', 'mailuidnumber', 'mailgidnumber'],
  accountAttributes: ['uid', 'userpassword', 'mailstoragedirectory', 'mailhomedirectory', 'homedirectory'],
};

/** Groups as `nisMailAlias` entries of OpenLDAP's misc.schema: `cn` is the local part, `rfc822MailMember` the members. */
export const nisMailAlias: Profile = {
  name: 'nis-mail-alias',
  objectClasses: ['top', 'nisMailAlias'],
  groupClass: 'nisMailAlias',
  address: 'cn',
  domain: undefined,
  member: 'rfc822MailMember',
  memberRule: 'caseIgnore',
  rules: new Map(),
  enabled: undefined,
  description: undefined,
  defaults: {},
  allowedAttributes: [],
  ia5Attributes: [],
  accountAttributes: ['uid', 'userpassword', 'homedirectory'],
};

/** The profiles that a settings file can name. */
export const profiles: Readonly<Record<string, Profile>> = {
  [postfixBook.name]: postfixBook,
  [nisMailAlias.name]: nisMailAlias,
};

/** An address as the directory stores it: whole, or its local part where the profile completes it by a domain. */
export function storedAddress(address: string, profile: Profile): string {
  const { domain } = profile;
  return domain !== undefined && lowerAscii(domainOf(address)) === lowerAscii(domain) ? localPartOf(address) : address;
}

/** A stored value as an address: completed by the profile's domain where it has no `@`. */
export function completeAddress(value: string, profile: Profile): string {
  return profile.domain !== undefined && !value.includes('@') ? `${value}@${profile.domain}` : value;
}
