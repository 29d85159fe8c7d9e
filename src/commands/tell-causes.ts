import type { DirectoryReader } from '../io/directory.ts';
import { readLastChanges } from '../io/last-change.ts';
import { allCauses } from '../model/cause.ts';
import type { Plan } from '../model/plan.ts';
import { incompleteWords } from '../plan/departed.ts';
import { driftedEntries, planCauses, withLastChanges } from '../plan/evidence.ts';
import { withCauses } from '../plan/with-causes.ts';
import type { GitEvidence } from './git-evidence.ts';

/** A plan with the causes of its steps; who changed an entry last is asked for where something is drift. */
export async function tellCauses(
  plan: Plan,
  { causes, notes }: GitEvidence,
  reader: DirectoryReader,
  inFlight: number,
): Promise<Plan> {
  if (causes === undefined) return { ...plan, notes: [...plan.notes, ...notes] };
  const found = planCauses(plan, causes.witness, causes.histories, causes.applied);
  const changes = await readLastChanges(reader, driftedEntries(found), inFlight);
  const hasUnknown = [...found.steps.values()].some((one) => allCauses(one).some(({ kind }) => kind === 'unknown'));
  const gap =
    hasUnknown && causes.gap !== undefined ? [`Where a cause is not known: ${incompleteWords[causes.gap]}.`] : [];
  return withCauses({ ...plan, notes: [...plan.notes, ...notes, ...gap] }, withLastChanges(found, changes));
}
