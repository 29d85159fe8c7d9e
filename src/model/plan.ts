import type { StepCauses } from './cause.ts';
import type { Change } from './change.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Value } from './entry.ts';
import type { Exception } from './exception.ts';
import type { CurrentGroup } from './group.ts';
import type { MailEffects } from './mail-effect.ts';
import type { Operation } from './operation.ts';
import type { UpcomingChange } from './upcoming.ts';

/** The entry as it was when the plan was made; undefined parts were not readable. */
export interface Precondition {
  readonly entryUuid: string | undefined;
  readonly entryCsn: string | undefined;
}

/** A change with the requests that make it and the requests that undo it, each in the order to send. */
export interface Step {
  readonly change: Change;
  readonly operations: readonly Operation[];
  readonly inverse: readonly Operation[];
  /** Undefined for an entry that does not exist yet. */
  readonly precondition: Precondition | undefined;
}

/** Which safety limit holds a step back. */
export type Limit = 'per-group' | 'per-run' | 'deletions' | 'protected' | 'empty';

/** A step that a safety limit holds back, with the reason and the remedy as sentences. */
export interface HeldStep {
  readonly step: Step;
  readonly limit: Limit;
  readonly reason: string;
  readonly remedy: string;
}

/** A declared group that cannot be planned because the directory contradicts itself or the manifest. */
export interface Conflict {
  readonly address: string;
  readonly dns: readonly string[];
  readonly message: string;
  readonly hint: string;
}

/** A value that differs from the manifest in spelling only: reported and left. */
export interface SpellingDifference {
  /** The group's address. */
  readonly address: string;
  readonly attribute: string;
  readonly stored: Value;
  readonly declared: string;
}

/** How much the plan holds; every count is of what will really be sent, held steps apart. */
export interface Summary {
  readonly declared: number;
  readonly unchanged: number;
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly membersAdded: number;
  readonly membersRemoved: number;
  readonly held: number;
  readonly conflicts: number;
  readonly unmanaged: number;
  readonly ignored: number;
  readonly spelling: number;
  /** How many differences no commit made, in held steps too; undefined when nobody looked, or the history cannot tell. */
  readonly drift: number | undefined;
}

/** Why the steps of a plan are in it, as far as git and the directory tell. */
export interface PlanCauses {
  /** By the step, held ones too; a step that is missing here was not looked up. */
  readonly steps: ReadonlyMap<Step, StepCauses>;
  /** The commit that is known to have been applied last; undefined when none is. */
  readonly applied: string | undefined;
}

/** What prune does with entries that no manifest declares. */
export type Prune = 'declared' | 'all' | 'never';

/** Everything that would happen, and why the rest does not. An empty plan is a plan. */
export interface Plan {
  /** Where it would happen, without credentials. */
  readonly target: { readonly url: string; readonly base: string };
  readonly steps: readonly Step[];
  readonly held: readonly HeldStep[];
  /** Exceptions to the limits: those of the command line, and of the manifests' those that are used or have ended. */
  readonly exceptions: readonly Exception[];
  readonly conflicts: readonly Conflict[];
  /** Groups in the directory that no manifest declares. */
  readonly unmanaged: readonly CurrentGroup[];
  readonly spelling: readonly SpellingDifference[];
  /** Who becomes or ceases to be a member in the next days, because the days in a manifest say so. */
  readonly upcoming: readonly UpcomingChange[];
  /** Things the reader of the plan should know, as sentences. */
  readonly notes: readonly string[];
  /** What rules find in the directory as the plan would leave it: shown, and an error stops every write. Empty until they looked. */
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: Summary;
  /** Undefined when nobody looked. They decide nothing: the fingerprint and saved plans leave them out. */
  readonly causes: PlanCauses | undefined;
  /** What the steps change for mail through groups in groups; undefined when nobody looked. */
  readonly mail: MailEffects | undefined;
  /** SHA-256 (hex) over the target and the operations of the steps. */
  readonly fingerprint: string;
}
