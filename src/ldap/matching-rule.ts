import type { MatchingRule, Profile } from '../model/profile.ts';

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
