import type { RuleName } from '../../manifest/rule-names.ts';
import { absentOwners } from './absent-owners.ts';
import { accountAddresses } from './account-addresses.ts';
import { disabledAccounts } from './disabled-accounts.ts';
import { emptyGroups } from './empty-groups.ts';
import { expansionHeadroom } from './expansion-headroom.ts';
import { expansionLimit } from './expansion-limit.ts';
import { externalMembers } from './external-members.ts';
import { folderAddresses } from './folder-addresses.ts';
import { forbiddenDomains } from './forbidden-domains.ts';
import { formerMembers } from './former-members.ts';
import { groupLoops } from './group-loops.ts';
import { hyphenAddresses } from './hyphen-addresses.ts';
import type { LintRule } from './lint-rule.ts';
import { managedDomains } from './managed-domains.ts';
import { mergedEntries } from './merged-entries.ts';
import { missingAccounts } from './missing-accounts.ts';
import { nestingLimit } from './nesting-limit.ts';
import { ownMember } from './own-member.ts';
import { pinnedMembers } from './pinned-members.ts';
import { storedValues } from './stored-values.ts';
import { twinMembers } from './twin-members.ts';
import { wildcardAddresses } from './wildcard-addresses.ts';

/** The code of every rule that settings can switch. */
export const lintRules: Readonly<Record<RuleName, LintRule>> = {
  'own-member': ownMember,
  'managed-domains': managedDomains,
  'group-loops': groupLoops,
  'expansion-limit': expansionLimit,
  'nesting-limit': nestingLimit,
  'expansion-headroom': expansionHeadroom,
  'empty-groups': emptyGroups,
  'former-members': formerMembers,
  'twin-members': twinMembers,
  'wildcard-addresses': wildcardAddresses,
  'hyphen-addresses': hyphenAddresses,
  'external-members': externalMembers,
  'forbidden-domains': forbiddenDomains,
  'folder-addresses': folderAddresses,
  'pinned-members': pinnedMembers,
  'absent-owners': absentOwners,
  'missing-accounts': missingAccounts,
  'disabled-accounts': disabledAccounts,
  'account-addresses': accountAddresses,
  'stored-values': storedValues,
  'merged-entries': mergedEntries,
};
