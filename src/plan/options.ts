import type { LocalPartRule } from '../model/address.ts';
import type { Override } from '../model/exception.ts';
import type { Prune } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { SafetyLimits } from '../model/safety.ts';
import type { Departures } from './departed.ts';

/** Everything besides the two states that decides what a plan holds. */
export interface PlanOptions {
  /** Shown in the plan and part of its fingerprint; `base` is where new entries go. */
  readonly target: { readonly url: string; readonly base: string };
  readonly profile: Profile;
  /** Attribute values for new entries; they win over the profile's. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly localPart: LocalPartRule;
  readonly prune: Prune;
  /** What the history says of groups without a manifest. Without it, `declared` deletes nothing. */
  readonly departures?: Departures;
  readonly safety: SafetyLimits;
  /** Bytes that the directory takes in one request; a larger change goes in parts. */
  readonly requestLimit: number;
  /** The day of the run, `YYYY-MM-DD` in the calendar of the settings: exceptions of manifests count until their last day. */
  readonly today: string;
  /** For how many days after it the plan tells who will become or cease to be a member. */
  readonly upcomingDays: number;
  /** Exceptions to the limits that count for this run. */
  readonly overrides: readonly Override[];
  /** Whether differences of spelling alone are changed too. */
  readonly spelling: 'leave' | 'fix';
}
