import { addressSyntax } from './address-syntax.ts';
import { allowedAttributes, attributeValues } from './allowed-attributes.ts';
import { allowedExceptions } from './allowed-exceptions.ts';
import { calendarDays } from './calendar-days.ts';
import { duplicateMembers } from './duplicate-members.ts';
import { ownFormerAddresses } from './former-addresses.ts';
import { knownQuery } from './known-query.ts';
import { plainTexts } from './plain-texts.ts';
import { profileDomain } from './profile-domain.ts';
import { repeatedAddresses } from './repeated-addresses.ts';
import type { Rule } from './rule.ts';
import { storedKeys } from './stored-keys.ts';

/**
 * Every rule about a single manifest that nothing can switch off; `shared-addresses` and `former-addresses` look across all of them. Those that
 * settings can switch are in `lint-rules.ts`.
 */
export const rules: readonly Rule[] = [
  addressSyntax,
  duplicateMembers,
  knownQuery,
  repeatedAddresses,
  ownFormerAddresses,
  profileDomain,
  storedKeys,
  plainTexts,
  allowedAttributes,
  attributeValues,
  calendarDays,
  allowedExceptions,
];
