import { addressSyntax } from './address-syntax.ts';
import { allowedAttributes, attributeValues } from './allowed-attributes.ts';
import { calendarDays } from './calendar-days.ts';
import { duplicateMembers } from './duplicate-members.ts';
import { managedDomains } from './managed-domains.ts';
import { ownMember } from './own-member.ts';
import { plainTexts } from './plain-texts.ts';
import { repeatedAddresses } from './repeated-addresses.ts';
import type { Rule } from './rule.ts';
import { storedKeys } from './stored-keys.ts';

/** Every rule about a single manifest; `shared-addresses` looks across all of them. */
export const rules: readonly Rule[] = [
  addressSyntax,
  duplicateMembers,
  ownMember,
  repeatedAddresses,
  managedDomains,
  storedKeys,
  plainTexts,
  allowedAttributes,
  attributeValues,
  calendarDays,
];
