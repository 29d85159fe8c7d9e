import type { MatchingRule, Profile } from '../model/profile.ts';
import { isAsciiSyntax, matchingRuleOf, matchingRuleOfSyntax } from './equality-rule.ts';
import { attributesWithRules } from './matching-rule.ts';
import { profileAttributes } from './profile-attributes.ts';
import { comparesBySyntax, type ServerKind } from './server-kind.ts';
import { type AttributeSchema, attributeSchema, type Subschema } from './subschema.ts';

/** The schema of a server, and how the server reads it. */
export interface ServerSchema {
  readonly schema: Subschema;
  readonly kind: ServerKind;
}

/**
 * The profile with the server's own equality rules and syntaxes in place of what the profile says. What the server does
 * not know stays as the profile has it. `defaults` are those of the settings, by attribute.
 */
export function withSchema(
  profile: Profile,
  defaults: Readonly<Record<string, string>>,
  server: ServerSchema,
): Profile {
  const rules = new Map(profile.rules);
  const ia5 = new Set(profile.ia5Attributes);
  const own = profileAttributes(profile, defaults).map(({ name }) => name);
  for (const name of new Set([...own, ...attributesWithRules, 'cn', 'ou', 'mail', 'mailAlias'])) {
    const found = attributeSchema(server.schema, name);
    if (found === undefined) continue;
    const rule = effectiveRule(found, server.kind);
    const key = name.toLowerCase();
    if (rule !== undefined) for (const other of [key, ...found.names]) rules.set(other.toLowerCase(), rule);
    if (found.syntax === undefined) continue;
    if (isAsciiSyntax(found.syntax)) ia5.add(key);
    else ia5.delete(key);
  }
  const memberRule = rules.get(profile.member.toLowerCase()) ?? profile.memberRule;
  return { ...profile, memberRule, rules, ia5Attributes: [...ia5] };
}

/** How a server compares values of an attribute; undefined when it cannot. */
export function effectiveRule({ equality, syntax }: AttributeSchema, kind: ServerKind): MatchingRule | undefined {
  if (equality !== undefined) return matchingRuleOf(equality);
  return comparesBySyntax(kind) && syntax !== undefined ? matchingRuleOfSyntax(syntax) : undefined;
}
