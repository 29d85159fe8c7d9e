import type { Diagnostic } from './diagnostic.ts';
import type { StepResult } from './outcome.ts';
import type { Plan } from './plan.ts';

/** What an unattended run does, in this order; each part is a guard of those after it. */
export const phaseNames = ['tip', 'manifests', 'directory', 'plan', 'limits', 'write', 'read back'] as const;

/** One part of an unattended run. */
export type PhaseName = (typeof phaseNames)[number];

/** A part of a run that was begun, and how it ended. */
export interface Phase {
  readonly name: PhaseName;
  readonly end: 'done' | 'failed';
  /** What came out of it, in one line of words. */
  readonly said: string;
  readonly seconds: number;
}

/** What the manifests declare, in numbers. */
export interface Declared {
  readonly groups: number;
  readonly memberships: number;
}

/** What ended a run before its end, and what to do about it. */
export interface Trouble {
  readonly message: string;
  readonly hint: string;
}

/** One unattended run as it ended. What it did not come to know is undefined. */
export interface Round {
  readonly startedAt: Date;
  readonly seconds: number;
  /** Whether it was to write, or to stop before. */
  readonly goal: 'write' | 'check';
  /** The exit code. */
  readonly code: number;
  /** The phases that were begun; all of them when none failed. */
  readonly phases: readonly Phase[];
  /** What the commit was to be: the name that was given for it. */
  readonly tip: string | undefined;
  /** Which commit the manifests are, in words. */
  readonly revision: string | undefined;
  readonly declared: Declared | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: Plan | undefined;
  /** What became of each step; empty when nothing was to be written. */
  readonly results: readonly StepResult[];
  readonly undoFile: string | undefined;
  readonly trouble: Trouble | undefined;
}
