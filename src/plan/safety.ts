import type { Change } from '../model/change.ts';
import type { Value } from '../model/entry.ts';
import type { HeldStep, Limit, Step } from '../model/plan.ts';
import type { SafetyLimits, Threshold } from '../model/safety.ts';

/** How much there is before the run: what the percentages are taken of. */
export interface Population {
  readonly groups: number;
  readonly memberships: number;
}

/** What two values that name the same member have in common. */
export type MemberKey = (value: Value) => string;

/** The steps that may go ahead and those that a limit holds. */
export interface Judged {
  readonly allowed: readonly Step[];
  readonly held: readonly HeldStep[];
}

/**
 * Holds steps that remove too much. Each group is judged alone first; what is left is judged as a run, where all
 * removals (or all deletions) are held together, because no one of them is the one too many.
 */
export function judgeSteps(
  steps: readonly Step[],
  limits: SafetyLimits,
  population: Population,
  keyOf: MemberKey,
): Judged {
  const held = new Map<Step, HeldStep>();
  const deletions: Step[] = [];
  const removing: Step[] = [];
  let removed = 0;
  for (const step of steps) {
    const lost = lostMembers(step.change, keyOf);
    const alone = judgeAlone(step, lost, limits.perGroup);
    if (alone !== undefined) {
      held.set(step, alone);
      continue;
    }
    if (step.change.kind === 'delete') deletions.push(step);
    if (lost > 0) removing.push(step);
    removed += lost;
  }
  if (exceeds(deletions.length, population.groups, limits.deletions)) {
    const reason = `this run would delete ${deletions.length} of ${population.groups} groups`;
    for (const step of deletions)
      held.set(step, hold(step, 'deletions', reason, remedy('safety.deletions', limits.deletions)));
  }
  if (exceeds(removed, population.memberships, limits.perRun)) {
    const reason = `this run would remove ${removed} of ${population.memberships} memberships`;
    for (const step of removing) held.set(step, hold(step, 'per-run', reason, remedy('safety.perRun', limits.perRun)));
  }
  return {
    allowed: steps.filter((step) => !held.has(step)),
    held: steps.flatMap((step) => held.get(step) ?? []),
  };
}

function judgeAlone(step: Step, removed: number, limit: Threshold): HeldStep | undefined {
  const { change } = step;
  if (change.kind !== 'update') return undefined;
  const present = change.current.members.length;
  if (change.desired.protected && removed > 0 && change.desired.members.length === 0) {
    const reason = `it is protected and would be left without members`;
    return hold(step, 'protected', reason, 'Take `protected: true` out of the manifest first, in a commit of its own.');
  }
  if (!exceeds(removed, present, limit)) return undefined;
  const reason = `it would lose ${removed} of its ${present} members`;
  return hold(step, 'per-group', reason, remedy('safety.perGroup', limit));
}

function exceeds(count: number, total: number, { floor, percent }: Threshold): boolean {
  return count > floor && count * 100 > percent * total;
}

function remedy(key: string, { floor, percent }: Threshold): string {
  return `The limit is ${percent} % (at least ${floor}). Remove in smaller parts, or raise ${key} in rollcall.yaml for this change.`;
}

function hold(step: Step, limit: Limit, reason: string, remedyText: string): HeldStep {
  return { step, limit, reason, remedy: remedyText };
}

/** How many members a group that stays would lose: values that go and are not declared in another spelling. */
function lostMembers(change: Change, keyOf: MemberKey): number {
  if (change.kind !== 'update' || change.members.remove.length === 0) return 0;
  const declared = new Set(change.desired.members.map(keyOf));
  return change.members.remove.filter((value) => !declared.has(keyOf(value))).length;
}

/** How many member values a change takes away from a group that stays. */
export function removedMembers(change: Change): number {
  return change.kind === 'update' ? change.members.remove.length : 0;
}

/** How many member values a change puts into a group, new groups included. */
export function addedMembers(change: Change): number {
  switch (change.kind) {
    case 'update':
      return change.members.add.length;
    case 'create':
      return change.desired.members.length;
    case 'delete':
      return 0;
  }
}
