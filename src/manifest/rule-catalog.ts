import type { Code } from './codes.ts';
import type { GivenLevels, RuleLevel, RuleName } from './rule-names.ts';

/** Settings without which a rule finds nothing. */
export type RuleNeed =
  | 'mail.domains'
  | 'mail.internal'
  | 'mail.forbiddenDomains'
  | 'mail.accounts'
  | 'folders'
  | 'pins';

/** What there is to know about a rule without its code. */
export interface RuleFacts {
  /** The code of its findings, with a heading in docs/diagnostics.md. */
  readonly code: Code;
  /** The level when the settings say nothing. */
  readonly level: RuleLevel;
  /** What it finds, as a clause behind "that". */
  readonly summary: string;
  /** What it needs in the settings to find anything. */
  readonly needs: RuleNeed | undefined;
  /** What it judges: the manifests alone, or the directory too, as a plan would leave it. */
  readonly reads: 'manifests' | 'directory';
  /** Whether a manifest can make an exception, or only the settings can switch it. */
  readonly exceptions: 'manifest' | 'settings';
}

/** Every rule that settings can switch. */
export const ruleCatalog: Readonly<Record<RuleName, RuleFacts>> = {
  'own-member': {
    code: 'RC213',
    level: 'warning',
    summary: 'a group lists one of its own addresses as a member',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'managed-domains': {
    code: 'RC216',
    level: 'error',
    summary: 'a group has an address in a domain that is not ours',
    needs: 'mail.domains',
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'group-loops': {
    code: 'RC501',
    level: 'error',
    summary: 'groups lead back to themselves by way of others',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'expansion-limit': {
    code: 'RC502',
    level: 'error',
    summary: 'a group has more recipients than Postfix takes, groups inside it and duplicates counted',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'nesting-limit': {
    code: 'RC503',
    level: 'error',
    summary: 'groups are inside groups deeper than Postfix follows them',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'expansion-headroom': {
    code: 'RC504',
    level: 'warning',
    summary: 'a group has more than 90 per cent of the recipients that Postfix takes',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'empty-groups': {
    code: 'RC505',
    level: 'warning',
    summary: 'a group has no members, so its mail comes back',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'former-members': {
    code: 'RC248',
    level: 'warning',
    summary: 'a member is a former address of a group',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'twin-members': {
    code: 'RC506',
    level: 'warning',
    summary: 'two members of a group differ only in letter case, dots or an extension',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'wildcard-addresses': {
    code: 'RC507',
    level: 'warning',
    summary: 'an address has a star, which is no wildcard for Postfix',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'hyphen-addresses': {
    code: 'RC508',
    level: 'warning',
    summary: 'an address begins with a hyphen, which Postfix refuses',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'external-members': {
    code: 'RC509',
    level: 'error',
    summary: 'an internal group has a member outside of our domains, itself or by way of another group',
    needs: 'mail.internal',
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'forbidden-domains': {
    code: 'RC510',
    level: 'error',
    summary: 'a member is in a domain that mail must not go to',
    needs: 'mail.forbiddenDomains',
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'folder-addresses': {
    code: 'RC511',
    level: 'error',
    summary: 'a manifest declares an address that belongs into another folder',
    needs: 'folders',
    reads: 'manifests',
    exceptions: 'settings',
  },
  'pinned-members': {
    code: 'RC512',
    level: 'error',
    summary: 'a group has other members than the settings pin for it',
    needs: 'pins',
    reads: 'manifests',
    exceptions: 'settings',
  },
  'absent-owners': {
    code: 'RC513',
    level: 'off',
    summary: 'an owner is a member of no group',
    needs: undefined,
    reads: 'manifests',
    exceptions: 'manifest',
  },
  'missing-accounts': {
    code: 'RC514',
    level: 'warning',
    summary: 'a member in our domains is neither an account nor a group',
    needs: 'mail.accounts',
    reads: 'directory',
    exceptions: 'manifest',
  },
  'disabled-accounts': {
    code: 'RC515',
    level: 'warning',
    summary: 'the account of a member takes no mail',
    needs: 'mail.accounts',
    reads: 'directory',
    exceptions: 'manifest',
  },
  'account-addresses': {
    code: 'RC516',
    level: 'error',
    summary: 'a group has the address of an account and takes its mail',
    needs: 'mail.accounts',
    reads: 'directory',
    exceptions: 'manifest',
  },
  'stored-values': {
    code: 'RC517',
    level: 'error',
    summary: 'a value stays in the directory that Postfix cannot deliver to as it is stored',
    needs: undefined,
    reads: 'directory',
    exceptions: 'manifest',
  },
  'merged-entries': {
    code: 'RC518',
    level: 'error',
    summary: 'two entries answer for one address, so that Postfix merges their members',
    needs: undefined,
    reads: 'directory',
    exceptions: 'manifest',
  },
};

/** The level of a rule: what the settings say, or its default. */
export function ruleLevel(given: GivenLevels, name: RuleName): RuleLevel {
  return given[name] ?? ruleCatalog[name].level;
}
