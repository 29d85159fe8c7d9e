/** How much a rule matters: its findings stop every write, are only shown, or are not looked for. */
export type RuleLevel = 'error' | 'warning' | 'off';

/** The names of all rules that settings can switch, in the order of the documentation. They never change their meaning. */
export const ruleNames = [
  'own-member',
  'managed-domains',
  'group-loops',
  'expansion-limit',
  'nesting-limit',
  'expansion-headroom',
  'empty-groups',
  'former-members',
  'twin-members',
  'wildcard-addresses',
  'hyphen-addresses',
  'external-members',
  'forbidden-domains',
  'folder-addresses',
  'pinned-members',
  'absent-owners',
  'missing-accounts',
  'disabled-accounts',
  'account-addresses',
  'stored-values',
  'merged-entries',
] as const;

/** The name of a rule that settings can switch. */
export type RuleName = (typeof ruleNames)[number];

/** The levels that settings give; the other rules keep their default. */
export type GivenLevels = Readonly<Partial<Record<RuleName, RuleLevel | undefined>>>;
