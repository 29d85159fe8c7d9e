import type { RuleFacts } from '../manifest/rule-catalog.ts';
import type { RuleLevel, RuleName } from '../manifest/rule-names.ts';

/** A rule as these settings have it. */
export interface RuleView extends Omit<RuleFacts, 'level'> {
  readonly name: RuleName;
  readonly level: RuleLevel;
  /** The level without settings. */
  readonly default: RuleLevel;
  /** Whether what it needs is set. */
  readonly ready: boolean;
}
