import type { RuleName } from './rule-names.ts';
import type { LintRule } from './rules/lint-rule.ts';
import { managedDomains } from './rules/managed-domains.ts';
import { ownMember } from './rules/own-member.ts';

/** The code of every rule that needs manifests and settings only. */
export const lintRules: Readonly<Record<RuleName, LintRule>> = {
  'own-member': ownMember,
  'managed-domains': managedDomains,
};
