import type { Value } from '../model/entry.ts';
import type { MatchingRule, Profile } from '../model/profile.ts';
import { dnKey } from './dn.ts';

/**
 * What equal values have in common under a rule (RFC 4517 §4.2 with the preparation of RFC 4518): spaces at the ends
 * dropped, inner runs squeezed, and letters folded where the rule ignores case. Bytes that are not text equal only the
 * same bytes.
 */
export function valueKey(value: Value, rule: MatchingRule): string {
  if (typeof value !== 'string') return `\u0000${Buffer.from(value).toString('base64')}`;
  switch (rule) {
    case 'exact':
      return value;
    case 'caseExact':
      return foldSpaces(value);
    case 'caseIgnore':
      return foldSpaces(value).toLowerCase();
    case 'distinguishedName':
      return dnKey(value);
  }
}

/**
 * Spaces at the ends dropped and inner runs squeezed to one (RFC 4518 §2.6.1); other white space stays. A text of
 * spaces only is one space, and not the empty text.
 */
export function foldSpaces(text: string): string {
  if (!text.includes(' ')) return text;
  return text.replace(/ +/g, ' ').replace(/^ | $/g, '') || ' ';
}

const rules: Readonly<Record<string, MatchingRule>> = {
  mailgroupmember: 'caseExact',
  mailhomedirectory: 'caseExact',
  mailstoragedirectory: 'caseExact',
  mailquota: 'caseExact',
  mailsieverulesource: 'exact',
  userpassword: 'exact',
  jpegphoto: 'exact',
  member: 'distinguishedName',
  uniquemember: 'distinguishedName',
  owner: 'distinguishedName',
  manager: 'distinguishedName',
  seealso: 'distinguishedName',
};

/**
 * The equality rule of an attribute, from the schemas that ship with OpenLDAP and the postfix-book schema.
 * Unknown attributes ignore case, as most of the standard ones do.
 */
export function ruleOf(attribute: string): MatchingRule {
  const name = attribute.toLowerCase();
  const options = name.indexOf(';');
  return rules[options < 0 ? name : name.slice(0, options)] ?? 'caseIgnore';
}

/** A rule lookup that knows a profile's member attribute on top of the standard ones. */
export function rulesOf(profile: Profile): (attribute: string) => MatchingRule {
  const member = profile.member.toLowerCase();
  return (attribute) => (attribute.toLowerCase() === member ? profile.memberRule : ruleOf(attribute));
}
