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

/** The attributes whose rule is known here; a server that tells its own rules is asked about these too. */
export const attributesWithRules: readonly string[] = Object.keys(rules);

/**
 * The equality rule of an attribute, from the schemas that ship with OpenLDAP and the postfix-book schema.
 * Unknown attributes ignore case, as most of the standard ones do.
 */
export function ruleOf(attribute: string): MatchingRule {
  return rules[withoutOptions(attribute)] ?? 'caseIgnore';
}

/** A rule lookup that knows a profile's member attribute and what the server said, on top of the standard ones. */
export function rulesOf(profile: Profile): (attribute: string) => MatchingRule {
  const member = profile.member.toLowerCase();
  return (attribute) => {
    const name = withoutOptions(attribute);
    return name === member ? profile.memberRule : (profile.rules.get(name) ?? ruleOf(name));
  };
}

function withoutOptions(attribute: string): string {
  const name = attribute.toLowerCase();
  const options = name.indexOf(';');
  return options < 0 ? name : name.slice(0, options);
}
