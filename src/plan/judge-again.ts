import { memberKey } from '../ldap/group-key.ts';
import type { Value } from '../model/entry.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { exceptionsOf } from './exceptions.ts';
import type { PlanOptions } from './options.ts';
import type { Judge } from './replan.ts';
import { type Judged, judgeSteps, populationOf } from './safety.ts';

/**
 * Judges changed steps in the place of those that were planned, within the limits of the whole run. A step that was let
 * through counts from then on as it was changed: two groups that grew on their way share one limit.
 */
export function judgeAgain({ steps }: Plan, desired: DesiredState, current: CurrentState, options: PlanOptions): Judge {
  const judge = judgeTogether(desired, current, options);
  const latest = new Map<Step, Step>();
  return (original, changed) => {
    const now = steps.map((step) => (step === original ? changed : (latest.get(step) ?? step)));
    const own = judge(now).held.find(({ step }) => step === changed);
    if (own === undefined) latest.set(original, changed);
    return own;
  };
}

/** Judges steps as the only ones of a run. */
export function judgeTogether(
  desired: DesiredState,
  current: CurrentState,
  options: PlanOptions,
): (steps: readonly Step[]) => Judged {
  const keyOf = (value: Value): string => memberKey(value, options.profile, options.localPart);
  const exceptions = exceptionsOf(desired.groups, options.overrides, options.today);
  return (steps) => judgeSteps(steps, options.safety, populationOf(desired, current), keyOf, exceptions);
}
