import { newAttributes, newDn } from '../ldap/encode.ts';
import { memberKey } from '../ldap/group-key.ts';
import type { Change } from '../model/change.ts';
import type { Value } from '../model/entry.ts';
import { type CurrentGroup, type DesiredGroup, unansweredQueries } from '../model/group.ts';
import type { Conflict, Plan, SpellingDifference, Step } from '../model/plan.ts';
import type { CurrentState, DesiredState, UnclearGroup } from '../model/state.ts';
import { withoutBlocked } from './blocked.ts';
import { noDepartures } from './departed.ts';
import { diffGroup } from './diff.ts';
import { exceptionsOf, notableExceptions } from './exceptions.ts';
import { fingerprint } from './fingerprint.ts';
import type { PlanOptions } from './options.ts';
import { orderChanges } from './order.ts';
import { withPassedOn } from './rename.ts';
import { addedMembers, judgeSteps, populationOf, removedMembers } from './safety.ts';
import { type Scope, scopeStates } from './scope.ts';
import { stepFor } from './step.ts';
import { endedLines, upcomingChanges } from './upcoming.ts';

/**
 * Compares the two states and says all that would happen. Reads nothing, changes nothing, and throws for no state whose
 * queries were asked: what cannot be planned is a conflict, what a safety limit stops is held. One step a group, with at most one LDAP request
 * (RFC 4511) that names only the values that differ.
 */
export function makePlan(desired: DesiredState, current: CurrentState, options: PlanOptions): Plan {
  refuseUnanswered(desired);
  const scope = scopeStates(desired, current);
  const compared = comparePairs(scope, options);
  const isGoing = isPruned(options);
  const found: Change[] = [
    ...scope.missing.map((group) => createGroup(group, options)),
    ...compared.changes,
    ...scope.unmanaged.filter(isGoing).map(deleteGroup),
  ];
  const unblocked = withoutBlocked(found, [...scope.conflicts, ...compared.conflicts], desired.groups);
  const { conflicts: blocked } = unblocked;
  const changes = withPassedOn(unblocked.changes);
  const steps = orderChanges(changes.map((change) => stepFor(change, options)));
  const keyOf = (value: Value): string => memberKey(value, options.profile, options.localPart);
  const exceptions = exceptionsOf(desired.groups, options.overrides, options.today);
  const judged = judgeSteps(steps, options.safety, populationOf(desired, current), keyOf, exceptions);
  const { allowed, held } = judged;
  const declared = [...scope.conflicts, ...compared.conflicts, ...blocked];
  const conflicts = [...declared, ...scope.strangers.filter(isGoing).map(undeletable)];
  const unmanaged = scope.unmanaged.filter((group) => !isGoing(group));
  return {
    target: options.target,
    steps: allowed,
    held,
    exceptions: notableExceptions(judged.exceptions),
    conflicts,
    unmanaged,
    spelling: compared.spelling,
    upcoming: upcomingChanges(desired.groups, options),
    notes: [...notesFor(options, unmanaged), ...endedNote(desired.groups, options)],
    summary: {
      declared: desired.groups.length,
      unchanged: desired.groups.length - scope.ignored.length - declared.length - declaredChanges(changes),
      create: countKind(allowed, 'create'),
      update: countKind(allowed, 'update'),
      delete: countKind(allowed, 'delete'),
      membersAdded: allowed.reduce((sum, { change }) => sum + addedMembers(change), 0),
      membersRemoved: allowed.reduce((sum, { change }) => sum + removedMembers(change), 0),
      held: held.length,
      conflicts: conflicts.length,
      unmanaged: unmanaged.length,
      ignored: scope.ignored.length,
      spelling: compared.spelling.length,
      drift: changes.length === 0 ? 0 : undefined,
    },
    diagnostics: [],
    causes: undefined,
    mail: undefined,
    fingerprint: fingerprint(options.target, allowed),
  };
}

/** Members that nobody has asked for would look as if they were to leave. */
function refuseUnanswered({ groups }: DesiredState): void {
  const [name] = unansweredQueries(groups);
  if (name !== undefined) throw new Error(`the query ${name} was not asked before planning`);
}

interface Compared {
  readonly changes: readonly Change[];
  readonly conflicts: readonly Conflict[];
  readonly spelling: readonly SpellingDifference[];
}

function comparePairs(scope: Scope, options: PlanOptions): Compared {
  const changes: Change[] = [];
  const conflicts: Conflict[] = [];
  const spelling: SpellingDifference[] = [];
  for (const pair of scope.pairs) {
    const diff = diffGroup(pair, options);
    if (diff.update !== undefined) changes.push(diff.update);
    if (diff.conflict !== undefined) conflicts.push(diff.conflict);
    for (const item of diff.spelling) spelling.push(item);
  }
  return { changes, conflicts, spelling };
}

function createGroup(desired: DesiredGroup, { profile, defaults, target }: PlanOptions): Change {
  const dn = newDn(desired.address, profile, target.base);
  return {
    kind: 'create',
    address: desired.address,
    dn,
    desired,
    attributes: newAttributes(desired, profile, defaults),
  };
}

function deleteGroup(current: CurrentGroup): Change {
  return { kind: 'delete', address: current.address, dn: current.dn, current };
}

function undeletable({ dn, addresses, message, hint }: UnclearGroup): Conflict {
  return { address: addresses[0] ?? dn, dns: [dn], message: `no manifest declares it, and its entry ${message}`, hint };
}

/** Whether the settings and the history let a group without a manifest go. */
function isPruned({ prune, departures }: PlanOptions): (group: Pick<CurrentGroup, 'dn'>) => boolean {
  switch (prune) {
    case 'all':
      return () => true;
    case 'declared':
      return ({ dn }) => departures?.departed.has(dn) === true;
    case 'never':
      return () => false;
  }
}

function notesFor({ prune, departures }: PlanOptions, unmanaged: readonly CurrentGroup[]): readonly string[] {
  return prune === 'declared' && unmanaged.length > 0
    ? (departures ?? noDepartures('nobody read the history')).notes
    : [];
}

function endedNote(groups: readonly DesiredGroup[], { today }: PlanOptions): readonly string[] {
  const ended = endedLines(groups, today);
  if (ended === 0) return [];
  const lines = ended === 1 ? '1 member line has' : `${ended} member lines have`;
  return [`${lines} passed the last day and can go: validate shows where.`];
}

function declaredChanges(changes: readonly Change[]): number {
  return changes.filter(({ kind }) => kind !== 'delete').length;
}

function countKind(steps: readonly Step[], kind: Change['kind']): number {
  return steps.filter(({ change }) => change.kind === kind).length;
}
