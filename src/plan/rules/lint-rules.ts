import type { RuleName } from '../../manifest/rule-names.ts';
import { expansionHeadroom } from './expansion-headroom.ts';
import { expansionLimit } from './expansion-limit.ts';
import { groupLoops } from './group-loops.ts';
import type { LintRule } from './lint-rule.ts';
import { managedDomains } from './managed-domains.ts';
import { nestingLimit } from './nesting-limit.ts';
import { ownMember } from './own-member.ts';

/** The code of every rule that needs manifests and settings only. */
export const lintRules: Readonly<Record<RuleName, LintRule>> = {
  'own-member': ownMember,
  'managed-domains': managedDomains,
  'group-loops': groupLoops,
  'expansion-limit': expansionLimit,
  'nesting-limit': nestingLimit,
  'expansion-headroom': expansionHeadroom,
};
