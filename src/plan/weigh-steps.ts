import type { Change } from '../model/change.ts';
import type { Value } from '../model/entry.ts';
import type { Exception } from '../model/exception.ts';
import type { Step } from '../model/plan.ts';
import { exceptionKey } from './exceptions.ts';

/** What two values that name the same member have in common. */
export type MemberKey = (value: Value) => string;

/** A step with all that the limits ask about it. */
export interface WeighedStep {
  readonly step: Step;
  /** How many member values the group has now. */
  readonly present: number;
  /** How many members a group that stays would lose; another spelling of one that stays is no loss. */
  readonly lost: number;
  /** How many member values the group has after the step. */
  readonly left: number;
  /** How large an exception must be for this step: members lost, or members of the deleted group. */
  readonly needed: number;
  /** The exceptions made for this group, those that have ended included. */
  readonly offered: readonly Exception[];
  /** The one that covers the step; undefined when none does, or nothing is lost. */
  readonly covering: Exception | undefined;
}

/** Weighs every step; entries that are deleted under one address share the exceptions of that address. */
export function weighSteps(
  steps: readonly Step[],
  keyOf: MemberKey,
  exceptions: readonly Exception[],
): readonly WeighedStep[] {
  const offers = new Map<string, Exception[]>();
  for (const exception of exceptions) {
    const key = exceptionKey(exception.kind, exception.address);
    offers.set(key, [...(offers.get(key) ?? []), exception]);
  }
  const deleted = new Map<string, number>();
  for (const { change } of steps) {
    if (change.kind !== 'delete') continue;
    const key = exceptionKey('deletion', change.address);
    deleted.set(key, (deleted.get(key) ?? 0) + change.current.members.length);
  }
  return steps.map((step) => {
    const { change } = step;
    const key = exceptionKey(change.kind === 'delete' ? 'deletion' : 'removals', change.address);
    const lost = lostMembers(change, keyOf);
    const needed = change.kind === 'delete' ? (deleted.get(key) ?? 0) : lost;
    const offered = offers.get(key) ?? [];
    const takes = change.kind === 'delete' || lost > 0;
    const fits = ({ state, removals }: Exception): boolean => state !== 'expired' && needed <= removals;
    return { step, ...sizesOf(change), lost, needed, offered, covering: takes ? offered.find(fits) : undefined };
  });
}

function sizesOf(change: Change): Pick<WeighedStep, 'present' | 'left'> {
  switch (change.kind) {
    case 'create':
      return { present: 0, left: change.desired.members.length };
    case 'update': {
      const present = change.current.members.length;
      return { present, left: present - change.members.remove.length + change.members.add.length };
    }
    case 'delete':
      return { present: change.current.members.length, left: 0 };
  }
}

function lostMembers(change: Change, keyOf: MemberKey): number {
  if (change.kind !== 'update' || change.members.remove.length === 0) return 0;
  const declared = new Set(change.desired.members.map(keyOf));
  return change.members.remove.filter((value) => !declared.has(keyOf(value))).length;
}
