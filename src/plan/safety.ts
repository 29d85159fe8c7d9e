import type { Change } from '../model/change.ts';
import type { Exception } from '../model/exception.ts';
import { saysNobody } from '../model/group.ts';
import type { HeldStep, Limit, Step } from '../model/plan.ts';
import type { SafetyLimits, Threshold } from '../model/safety.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { giversAmong } from './order.ts';
import { agreeSentence, exceptionClause, limitSentence } from './remedy.ts';
import { type MemberKey, type WeighedStep, weighSteps } from './weigh-steps.ts';

/** How much there is before the run: what the percentages are taken of. */
export interface Population {
  /** Groups that manifests declare. */
  readonly declared: number;
  /** Groups in the directory. */
  readonly groups: number;
  /** Those of them that have members. */
  readonly peopled: number;
  readonly memberships: number;
}

/** The steps that may go ahead and those that a limit holds. */
export interface Judged {
  readonly allowed: readonly Step[];
  readonly held: readonly HeldStep[];
  /** The exceptions that were given, with what became of them. */
  readonly exceptions: readonly Exception[];
}

/**
 * Holds steps that remove too much. Each group is judged alone first; what is left is judged as a run, where all
 * removals (or all deletions) are held together, because no one of them is the one too many. A step that an exception
 * covers is not held for its size and does not count for the run: it was agreed to by name. Pure: the same steps, limits,
 * population and exceptions give the same judgement, so a changed step can be judged again among the others.
 */
export function judgeSteps(
  steps: readonly Step[],
  limits: SafetyLimits,
  population: Population,
  keyOf: MemberKey,
  exceptions: readonly Exception[],
): Judged {
  const weighed = weighSteps(steps, keyOf, exceptions);
  const held = new Map<Step, HeldStep>();
  for (const one of weighed.flatMap((each) => judgeAlone(each, limits.perGroup) ?? [])) held.set(one.step, one);
  const run = weighed.filter(({ step }) => !held.has(step));
  for (const judge of [judgeDeletions, judgeRemovals, judgeLastMembers]) {
    for (const one of judge(run, limits, population)) if (!held.has(one.step)) held.set(one.step, one);
  }
  for (const one of heldTakers(weighed, held)) held.set(one.step, one);
  const going = weighed.filter(({ step }) => !held.has(step));
  return {
    allowed: going.map(({ step }) => step),
    held: steps.flatMap((step) => held.get(step) ?? []),
    exceptions: withUse(exceptions, going),
  };
}

/** Renames that take the address of a group whose own rename is held; each may hold the next. */
function heldTakers(weighed: readonly WeighedStep[], held: ReadonlyMap<Step, HeldStep>): readonly HeldStep[] {
  const giversOf = giversAmong(weighed.map(({ step }) => step));
  const found = new Map<Step, HeldStep>(held);
  for (const one of weighed) {
    const cause = giversOf(one.step.change).flatMap((giver) => found.get(giver) ?? [])[0];
    if (cause === undefined || found.has(one.step)) continue;
    const reason = `${cause.step.change.address} had its address before, and is held`;
    found.set(one.step, hold(one, cause.limit, reason, cause.remedy));
  }
  return [...found.values()].filter(({ step }) => !held.has(step));
}

/** What the two states hold before the run. */
export function populationOf(desired: DesiredState, current: CurrentState): Population {
  return {
    declared: desired.groups.length,
    groups: current.groups.length,
    peopled: current.groups.filter(({ members }) => members.length > 0).length,
    memberships: current.groups.reduce((sum, { members }) => sum + members.length, 0),
  };
}

/** What no flag and no exception lifts comes first, then the size of the removal. */
function judgeAlone(one: WeighedStep, limit: Threshold): HeldStep | undefined {
  const { step, present, lost, left, covering } = one;
  const { change } = step;
  if (change.kind !== 'update') return undefined;
  const isEmptied = present > 0 && left === 0;
  if (isEmptied && change.desired.protected) {
    const reason = 'it is protected and would be left without members';
    return hold(one, 'protected', reason, 'Take `protected: true` out of the manifest first, in a commit of its own.');
  }
  if (isEmptied && !saysNobody(change.desired)) {
    const reason = 'it would be left without members, and its manifest does not say so';
    const { file, composition } = change.desired;
    const include = (composition?.include.length ?? 0) > 0 ? ['include'] : [];
    const sources = [...include, ...(composition?.query === undefined ? [] : ['query'])].join(' and ');
    const others = sources === '' ? '' : ` and take ${sources} out`;
    return hold(one, 'empty', reason, `If nobody is to be in it, write members: [] in ${file}${others}.`);
  }
  if (covering !== undefined || !exceeds(lost, present, limit)) return undefined;
  const reason = `it would lose ${lost} of its ${present} members${exceptionClause(one)}`;
  return hold(one, 'per-group', reason, `${limitSentence(limit)} ${agreeSentence(one)}`);
}

/** Judges what is left as a run. Each judge sees the same steps, so that a stricter limit never lets more through. */
type JudgeRun = (run: readonly WeighedStep[], limits: SafetyLimits, population: Population) => HeldStep[];

const judgeDeletions: JudgeRun = (run, { deletions: limit }, { declared, groups }) => {
  const deletions = run.filter(({ step }) => step.change.kind === 'delete');
  const uncovered = deletions.filter(({ covering }) => covering === undefined);
  if (declared === 0) {
    const reason = 'nothing is declared, so every group would be one to delete';
    return deletions.map((one) => hold(one, 'deletions', reason, 'Declare the groups first: rollcall import.'));
  }
  const all = deletions.length === groups;
  if (!all && !exceeds(uncovered.length, groups, limit)) return [];
  const reason = all
    ? `this run would delete every group of the directory (${groups})`
    : `this run would delete ${uncovered.length} of ${groups} groups`;
  return uncovered.map((one) => {
    const remedy = all ? agreeSentence(one) : `${limitSentence(limit)} ${agreeSentence(one)}`;
    return hold(one, 'deletions', reason + exceptionClause(one), remedy);
  });
};

const judgeRemovals: JudgeRun = (run, { perRun: limit }, { memberships }) => {
  const removals = run.filter(({ lost, covering }) => lost > 0 && covering === undefined);
  const removed = removals.reduce((sum, { lost }) => sum + lost, 0);
  if (!exceeds(removed, memberships, limit)) return [];
  const reason = `this run would remove ${removed} of ${memberships} memberships`;
  return removals.map((one) =>
    hold(one, 'per-run', reason + exceptionClause(one), `${limitSentence(limit)} ${agreeSentence(one)}`),
  );
};

/** However small the numbers: no run leaves the whole directory without a member unless each group is agreed to. */
const judgeLastMembers: JudgeRun = (run, _limits, { peopled }) => {
  const emptied = run.filter(({ present, left }) => present > 0 && left === 0);
  if (peopled < 2 || emptied.length < peopled) return [];
  const reason = `this run would take the last member of every group that has members (${peopled})`;
  return emptied
    .filter(({ covering }) => covering === undefined)
    .map((one) => hold(one, 'per-run', reason + exceptionClause(one), agreeSentence(one)));
};

function exceeds(count: number, total: number, { floor, percent }: Threshold): boolean {
  return count > floor && count * 100 > percent * total;
}

function hold({ step }: WeighedStep, limit: Limit, reason: string, remedy: string): HeldStep {
  return { step, limit, reason, remedy };
}

function withUse(exceptions: readonly Exception[], going: readonly WeighedStep[]): readonly Exception[] {
  const used = new Map<Exception, number>();
  for (const { covering, needed } of going) if (covering !== undefined) used.set(covering, needed);
  return exceptions.map((exception) => {
    const members = used.get(exception);
    return members === undefined ? exception : { ...exception, used: members, state: 'used' };
  });
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
