/** What an exception lets go: members of a group that stays, or the group itself. */
export type ExceptionKind = 'removals' | 'deletion';

/** An exception that a manifest makes for its group: reviewed, and with an end. */
export interface Allowance {
  /** The most members that the group may lose in a run, at least 1. */
  readonly removals: number;
  /** The last day that it counts, `YYYY-MM-DD` in the time zone of the settings. */
  readonly until: string;
  readonly reason: string;
}

/** An exception that the command line makes for one run and one group. */
export interface Override {
  readonly kind: ExceptionKind;
  readonly address: string;
  /** The most members that the group may lose, or that a deleted group may have. */
  readonly removals: number;
}

/** An exception to the safety limits, and what became of it in a plan. */
export interface Exception {
  readonly address: string;
  readonly kind: ExceptionKind;
  /** The most members that the group may lose, or that a deleted group may have. */
  readonly removals: number;
  /** How many members go by it; 0 unless it is used. */
  readonly used: number;
  /** The last day that it counts, in the time zone of the settings; undefined on the command line, where it counts for one run. */
  readonly until: string | undefined;
  readonly reason: string | undefined;
  readonly from: 'manifest' | 'command line';
  /** `used`: a step goes ahead by it; `unused`: it counts, and no step needed or fitted it; `expired`: it does not count. */
  readonly state: 'used' | 'unused' | 'expired';
}

/** An exception that a manifest makes to a rule, as people agreed to it. */
export interface RuleException {
  /** The name of the rule. */
  readonly rule: string;
  readonly reason: string;
  /** The last day that it counts, `YYYY-MM-DD`; undefined without an end. */
  readonly until: string | undefined;
  /** The addresses that it is for; undefined when it is for every finding of the rule in this manifest. */
  readonly for: readonly string[] | undefined;
  /** What becomes of a finding: it is only shown, or not even that. */
  readonly level: 'warning' | 'off';
}
