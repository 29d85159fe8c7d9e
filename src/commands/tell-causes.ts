import type { DirectoryReader } from '../io/directory.ts';
import { readLastChanges } from '../io/last-change.ts';
import { readWriters, withWriters } from '../io/merge-writers.ts';
import { allCauses } from '../model/cause.ts';
import type { Plan, PlanCauses } from '../model/plan.ts';
import { incompleteWords } from '../plan/departed.ts';
import { driftedEntries, planCauses, versionsNamed, withLastChanges } from '../plan/evidence.ts';
import { withCauses } from '../plan/with-causes.ts';
import type { GitEvidence, KnownCauses } from './git-evidence.ts';

/** A plan with the causes of its steps; who changed an entry last is asked for where something is drift. */
export async function tellCauses(
  plan: Plan,
  { causes, notes }: GitEvidence,
  reader: DirectoryReader,
  inFlight: number,
): Promise<Plan> {
  if (causes === undefined) return { ...plan, notes: [...plan.notes, ...notes] };
  const found = await causesOf(plan, causes);
  const changes = await readLastChanges(reader, driftedEntries(found), inFlight);
  const hasUnknown = [...found.steps.values()].some((one) => allCauses(one).some(({ kind }) => kind === 'unknown'));
  const gap =
    hasUnknown && causes.gap !== undefined ? [`Where a cause is not known: ${incompleteWords[causes.gap]}.`] : [];
  return withCauses({ ...plan, notes: [...plan.notes, ...notes, ...gap] }, withLastChanges(found, changes));
}

/** The causes of a plan; where one is a merge, who wrote what it brought is asked for. */
async function causesOf(plan: Plan, { place, witness, histories, applied }: KnownCauses): Promise<PlanCauses> {
  const found = planCauses(plan, witness, histories, applied);
  const writers = await readWriters(place, versionsNamed(found, histories));
  if (writers.size === 0) return found;
  const named = new Map([...histories].map(([group, history]) => [group, withWriters(history, writers)]));
  return planCauses(plan, witness, named, applied);
}
