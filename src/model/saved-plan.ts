import type { Change } from './change.ts';
import type { Precondition } from './plan.ts';

/** A step of a saved plan, as far as it is looked for in the plan of now. */
export interface SavedStep {
  readonly kind: Change['kind'];
  readonly address: string;
  readonly dn: string;
  /** Undefined for an entry that did not exist yet. */
  readonly precondition: Precondition | undefined;
  /** SHA-256 (hex) over the entry as it was read; undefined for an entry that did not exist yet. */
  readonly entry: string | undefined;
}

/** A step of a saved plan that must not be carried out any more, with the reason and what to do as sentences. */
export interface StaleStep {
  readonly kind: Change['kind'];
  readonly address: string;
  readonly dn: string;
  readonly reason: string;
  readonly hint: string;
}

/** What a saved plan was made for: it counts where all of this is the same. */
export interface PlanBinding {
  readonly base: string;
  /** SHA-256 (hex) of each setting that decides what a plan holds, by its name. */
  readonly settings: Readonly<Record<string, string>>;
  /** SHA-256 (hex) over everything that the manifests declare. */
  readonly desired: string;
}

/** Why a saved plan is refused: what follows its name in the message, and what to do. */
export interface Refusal {
  readonly message: string;
  readonly hint: string;
}
