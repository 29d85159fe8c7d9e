import { memberKey } from '../ldap/group-key.ts';
import type { Value } from '../model/entry.ts';
import type { Plan } from '../model/plan.ts';
import type { CurrentState } from '../model/state.ts';
import type { PlanOptions } from './options.ts';
import type { Judge } from './replan.ts';
import { judgeSteps } from './safety.ts';

/** Judges a changed step in the place of the one that was planned, within the limits of the whole run. */
export function judgeAgain({ steps }: Plan, current: CurrentState, options: PlanOptions): Judge {
  const population = {
    groups: current.groups.length,
    memberships: current.groups.reduce((sum, group) => sum + group.members.length, 0),
  };
  const keyOf = (value: Value): string => memberKey(value, options.profile, options.localPart);
  return (original, changed) => {
    const now = steps.map((step) => (step === original ? changed : step));
    return judgeSteps(now, options.safety, population, keyOf).held.find(({ step }) => step === changed);
  };
}
