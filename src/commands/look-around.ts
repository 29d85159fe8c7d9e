import type { DirectoryReader } from '../io/directory.ts';
import { findHidden, withUnclear } from '../io/find-hidden.ts';
import { findElsewhere } from '../io/read-state.ts';
import type { Settings } from '../io/run-settings.ts';
import { dnKey } from '../ldap/dn.ts';
import type { Plan } from '../model/plan.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { takesAddress } from '../plan/blocked.ts';
import type { PlanOptions } from '../plan/options.ts';
import { makePlan } from '../plan/plan.ts';

/** A plan, and the directory with what was found out for it. */
export interface LookedAround {
  readonly plan: Plan;
  readonly current: CurrentState;
}

/** Plans again with what is only found out by asking for what a plan touches. */
export async function lookAround(
  reader: DirectoryReader,
  settings: Settings,
  desired: DesiredState,
  read: CurrentState,
  options: PlanOptions,
  plan: Plan,
): Promise<LookedAround> {
  const taken = [...plan.steps, ...plan.held.map(({ step }) => step)].flatMap(({ change }) =>
    takesAddress(change) ? [change.address, ...(change.desired.aliases ?? [])] : [],
  );
  const { found, blind } = await findElsewhere(reader, settings, taken);
  const hidden = await findHidden(reader, plan, read, settings.profile.member, settings.directory.inFlight);
  const managed = new Set(read.groups.map(({ dn }) => dnKey(dn)));
  const elsewhere = found.filter(({ dn }) => !managed.has(dnKey(dn)));
  const current = withUnclear({ ...read, elsewhere }, hidden);
  const whole = elsewhere.length + hidden.length > 0 ? makePlan(desired, current, options) : plan;
  return { plan: blind ? { ...whole, notes: [...whole.notes, blindNote] } : whole, current };
}

const blindNote =
  'The bind DN cannot see the rest of the directory, so nobody looked whether an entry outside the base has the address of a new group already.';
