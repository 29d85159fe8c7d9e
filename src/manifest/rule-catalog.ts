import type { Code } from './codes.ts';
import type { GivenLevels, RuleLevel, RuleName } from './rule-names.ts';

/** Settings without which a rule finds nothing. */
export type RuleNeed = 'mail.domains';

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
    exceptions: 'manifest',
  },
  'managed-domains': {
    code: 'RC216',
    level: 'error',
    summary: 'a group has an address in a domain that is not ours',
    needs: 'mail.domains',
    exceptions: 'manifest',
  },
  'group-loops': {
    code: 'RC501',
    level: 'error',
    summary: 'groups lead back to themselves by way of others',
    needs: undefined,
    exceptions: 'manifest',
  },
  'expansion-limit': {
    code: 'RC502',
    level: 'error',
    summary: 'a group has more recipients than Postfix takes, groups inside it and duplicates counted',
    needs: undefined,
    exceptions: 'manifest',
  },
  'nesting-limit': {
    code: 'RC503',
    level: 'error',
    summary: 'groups are inside groups deeper than Postfix follows them',
    needs: undefined,
    exceptions: 'manifest',
  },
  'expansion-headroom': {
    code: 'RC504',
    level: 'warning',
    summary: 'a group has more than 90 per cent of the recipients that Postfix takes',
    needs: undefined,
    exceptions: 'manifest',
  },
};

/** The level of a rule: what the settings say, or its default. */
export function ruleLevel(given: GivenLevels, name: RuleName): RuleLevel {
  return given[name] ?? ruleCatalog[name].level;
}
