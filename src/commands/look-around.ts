import type { DirectoryReader } from '../io/directory.ts';
import { findHidden, withUnclear } from '../io/find-hidden.ts';
import { findElsewhere } from '../io/read-state.ts';
import type { Settings } from '../io/run-settings.ts';
import { dnKey } from '../ldap/dn.ts';
import { ruleLevel } from '../manifest/rule-catalog.ts';
import type { Plan } from '../model/plan.ts';
import type { CurrentState, DesiredState, Elsewhere } from '../model/state.ts';
import { takesAddress } from '../plan/blocked.ts';
import type { PlanOptions } from '../plan/options.ts';
import { makePlan } from '../plan/plan.ts';
import type { Reading } from './reading.ts';

/** A plan, and the directory with what was found out for it. */
export interface LookedAround {
  readonly plan: Plan;
  readonly current: CurrentState;
}

/** Plans again with what is only found out by asking for what a plan touches. */
export async function lookAround(
  reader: DirectoryReader,
  { settings, read, accounts }: Omit<Reading, 'options'>,
  desired: DesiredState,
  options: PlanOptions,
  plan: Plan,
): Promise<LookedAround> {
  const taken = [...plan.steps, ...plan.held.map(({ step }) => step)].flatMap(({ change }) =>
    takesAddress(change) ? [change.address, ...(change.desired.aliases ?? [])] : [],
  );
  const { found: all, blind } = await findElsewhere(reader, settings, taken);
  const found = all.filter(isForPlan(settings, accounts));
  const hidden = await findHidden(reader, plan, read, settings.profile.member, settings.directory.inFlight);
  const managed = new Set(read.groups.map(({ dn }) => dnKey(dn)));
  const elsewhere = found.filter(({ dn }) => !managed.has(dnKey(dn)));
  const current = withUnclear({ ...read, elsewhere }, hidden);
  const whole = elsewhere.length + hidden.length > 0 ? makePlan(desired, current, options) : plan;
  return { plan: blind ? { ...whole, notes: [...whole.notes, blindNote] } : whole, current };
}

/** Of a mailbox that takes mail, the rule `account-addresses` knows more: the group can leave it its mail. */
function isForPlan({ rules }: Settings, accounts: Reading['accounts'] = []): (found: Elsewhere) => boolean {
  if (accounts.length === 0 || ruleLevel(rules, 'account-addresses') === 'off') return () => true;
  const open = new Set(accounts.filter(({ state }) => state === 'open').map(({ dn }) => dn));
  return ({ dn }) => !open.has(dn);
}

const blindNote =
  'The bind DN cannot see the rest of the directory, so nobody looked whether an entry outside the base has the address of a new group already.';
