import { memberKey } from '../ldap/group-key.ts';
import type { Value } from '../model/entry.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { exceptionsOf } from './exceptions.ts';
import type { PlanOptions } from './options.ts';
import type { Judge } from './replan.ts';
import { type Judged, judgeSteps, populationOf } from './safety.ts';

/** Judges a changed step in the place of the one that was planned, within the limits of the whole run. */
export function judgeAgain({ steps }: Plan, desired: DesiredState, current: CurrentState, options: PlanOptions): Judge {
  const judge = judgeTogether(desired, current, options);
  return (original, changed) => {
    const now = steps.map((step) => (step === original ? changed : step));
    return judge(now).held.find(({ step }) => step === changed);
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
