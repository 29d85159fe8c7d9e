import { allCauses } from '../model/cause.ts';
import type { Plan, PlanCauses, Step } from '../model/plan.ts';

/** A plan with the causes of its steps; they change nothing else but the count of drift. */
export function withCauses(plan: Plan, causes: PlanCauses): Plan {
  const steps = [...plan.steps, ...plan.held.map(({ step }) => step)];
  return { ...plan, causes, summary: { ...plan.summary, drift: driftOf(steps, causes) } };
}

/** How many differences of these steps no commit made; undefined when the causes of all that there are, are not known. */
export function driftOf(steps: readonly Step[], causes: PlanCauses): number | undefined {
  const all = steps.flatMap((step) => {
    const found = causes.steps.get(step);
    return found === undefined ? [] : allCauses(found);
  });
  const isSilent = all.length === 0 ? steps.length > 0 : all.every(({ kind }) => kind === 'unknown');
  return isSilent ? undefined : all.filter(({ kind }) => kind === 'drift').length;
}
