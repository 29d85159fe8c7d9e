import { dnKey } from '../ldap/dn.ts';
import { groupKey } from '../ldap/group-key.ts';
import type { Entry } from '../model/entry.ts';
import type { Exception } from '../model/exception.ts';
import type { Conflict, HeldStep, Plan, Step } from '../model/plan.ts';
import type { SavedStep, StaleStep } from '../model/saved-plan.ts';
import type { CurrentState } from '../model/state.ts';
import { notableExceptions } from './exceptions.ts';
import { entryDigest, fingerprint } from './fingerprint.ts';
import { addedMembers, type Judged, removedMembers } from './safety.ts';
import { preconditionOf } from './step.ts';
import { driftOf } from './with-causes.ts';

/** The plan as it is made now, from a complete read. */
export interface FreshPlan<Saved extends SavedStep> {
  readonly plan: Plan;
  readonly current: CurrentState;
  /** Whether a step is the saved one in everything: requests, inverse, precondition. */
  readonly isSame: (step: Step, saved: Saved) => boolean;
  /** The limits, for steps that are the only ones of the run. */
  readonly judge: (steps: readonly Step[]) => Judged;
}

/** What became of the steps of a saved plan. */
export interface Comparison {
  /** To be carried out, exactly as saved. */
  readonly agreed: readonly Step[];
  /** How many have nothing left to do. */
  readonly done: number;
  readonly stale: readonly StaleStep[];
  /** Steps that cannot have been planned from these manifests and this entry: the plan is not to be trusted. */
  readonly foreign: readonly SavedStep[];
  /** Exceptions to the limits, with their use by the agreed steps. */
  readonly exceptions: readonly Exception[];
}

/** Looks for each saved step in the plan of now. The manifests and settings must be those that it was saved with. */
export function comparePlans<Saved extends SavedStep>(saved: readonly Saved[], fresh: FreshPlan<Saved>): Comparison {
  const now = new Map(allSteps(fresh.plan).map((step) => [dnKey(step.change.dn), step]));
  const entries = new Map(fresh.current.groups.map(({ entry }) => [dnKey(entry.dn), entry]));
  const agreed: Step[] = [];
  const stale: StaleStep[] = [];
  const foreign: SavedStep[] = [];
  const seen = new Set<string>();
  let done = 0;
  for (const one of saved) {
    const key = dnKey(one.dn);
    const isRepeated = seen.size === seen.add(key).size;
    const step = now.get(key);
    const entry = entries.get(key);
    const untouched = (entry === undefined ? undefined : entryDigest(entry)) === one.entry;
    const conflict = fresh.plan.conflicts.find(concerns(one));
    if (isRepeated) foreign.push(one);
    else if (conflict !== undefined) stale.push(inConflict(one, conflict));
    else if (step !== undefined && untouched && fresh.isSame(step, one)) agreed.push(step);
    else if (step === undefined && isDone(one, entry, fresh)) done += 1;
    else if (step === undefined && untouched && answered(one, fresh)) stale.push(changedStep(one, entry));
    else if (untouched) foreign.push(one);
    else stale.push(changedStep(one, entry));
  }
  const { allowed, held, exceptions } = fresh.judge(agreed);
  return { agreed: allowed, done, stale: [...stale, ...held.map(heldNow)], foreign, exceptions };
}

/** The agreed steps as a plan of their own, with notes about what stays out. */
export function agreedPlan(plan: Plan, { agreed, stale, exceptions }: Comparison): Plan {
  const further = allSteps(plan).length - agreed.length - stale.filter(({ dn }) => isPlanned(plan, dn)).length;
  const notes = [
    ...stale.map(({ address, reason }) => `${address} stays out: ${reason}.`),
    ...(further > 0
      ? [`Changes that the saved plan does not hold: ${further}. They stay out; a new plan shows them.`]
      : []),
  ];
  const numberOf = (kind: SavedStep['kind']): number => agreed.filter(({ change }) => change.kind === kind).length;
  return {
    ...plan,
    steps: agreed,
    held: [],
    conflicts: [],
    unmanaged: [],
    spelling: [],
    mail: agreed.length === plan.steps.length ? plan.mail : undefined,
    upcoming: [],
    exceptions: notableExceptions(exceptions),
    notes,
    fingerprint: fingerprint(plan.target, agreed),
    summary: {
      ...plan.summary,
      ...{ create: numberOf('create'), update: numberOf('update'), delete: numberOf('delete') },
      membersAdded: agreed.reduce((sum, { change }) => sum + addedMembers(change), 0),
      membersRemoved: agreed.reduce((sum, { change }) => sum + removedMembers(change), 0),
      ...{ held: 0, conflicts: 0, unmanaged: 0, spelling: 0 },
      drift: plan.causes && driftOf(agreed, plan.causes),
    },
  };
}

function allSteps({ steps, held }: Plan): readonly Step[] {
  return [...steps, ...held.map(({ step }) => step)];
}

function isPlanned(plan: Plan, dn: string): boolean {
  return allSteps(plan).some(({ change }) => dnKey(change.dn) === dnKey(dn));
}

/** Nothing is left to do: the deleted group is gone, or the declared one is as declared by somebody else's change. */
function isDone({ kind, address, entry: saved }: SavedStep, entry: Entry | undefined, fresh: Fresh): boolean {
  if (kind === 'delete') return entry === undefined;
  if (entry !== undefined) return saved === undefined || entryDigest(entry) !== saved;
  const isPlannedFor = allSteps(fresh.plan).some(({ change }) => groupKey(change.address) === groupKey(address));
  return answers(address, fresh) && !isPlannedFor;
}

/** A group that was to be created is there under another name, and differs from its manifest. */
function answered({ kind, address }: SavedStep, fresh: Fresh): boolean {
  return kind === 'create' && answers(address, fresh);
}

type Fresh = Pick<FreshPlan<SavedStep>, 'plan' | 'current'>;

function answers(address: string, { current }: Fresh): boolean {
  return current.groups.some(({ addresses }) => addresses.some((one) => groupKey(one) === groupKey(address)));
}

function concerns({ address, dn }: SavedStep): (conflict: Conflict) => boolean {
  return (conflict) =>
    groupKey(conflict.address) === groupKey(address) || conflict.dns.some((one) => dnKey(one) === dnKey(dn));
}

function changedStep(step: SavedStep, entry: Entry | undefined): StaleStep {
  const uuid = entry === undefined ? undefined : preconditionOf(entry).entryUuid;
  const reason =
    step.kind === 'create'
      ? 'somebody created the group after the plan was saved'
      : entry === undefined
        ? 'somebody deleted or renamed the entry after the plan was saved'
        : uuid !== step.precondition?.entryUuid
          ? 'somebody put another entry in its place after the plan was saved'
          : 'somebody changed the entry after the plan was saved';
  return staleStep(step, reason, 'Make a new plan: it starts from what is there now.');
}

function inConflict(step: SavedStep, { message, hint }: Conflict): StaleStep {
  return staleStep(step, `it is a conflict now: ${message}`, hint);
}

function heldNow({ step, reason, remedy }: HeldStep): StaleStep {
  return staleStep(step.change, `a safety limit holds it now: ${reason}`, `Make a new plan. ${remedy}`);
}

function staleStep(
  { kind, address, dn }: Pick<StaleStep, 'kind' | 'address' | 'dn'>,
  reason: string,
  hint: string,
): StaleStep {
  return { kind, address, dn, reason, hint };
}
