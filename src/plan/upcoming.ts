import { composeGroups } from '../manifest/compose.ts';
import { addressKey, type LocalPartRule } from '../model/address.ts';
import { isMemberOn, laterDay, nextDay } from '../model/calendar.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { UpcomingChange } from '../model/upcoming.ts';

/** From which day, and how far, a look ahead goes. */
export interface UpcomingOptions {
  readonly localPart: LocalPartRule;
  readonly today: string;
  readonly upcomingDays: number;
}

/**
 * Who becomes or ceases to be a member on the days after today, in the order of days and groups. Groups that are left alone
 * do not change; nobody leaves an additive one by itself.
 */
export function upcomingChanges(
  groups: readonly DesiredGroup[],
  { localPart, today, upcomingDays }: UpcomingOptions,
): readonly UpcomingChange[] {
  const days = daysOfChange(groups, today, laterDay(today, upcomingDays));
  const stateOn = (day: string): readonly DesiredGroup[] =>
    composeGroups(groups, { localPart, counts: (one) => isMemberOn(one, day) });
  const found: UpcomingChange[] = [];
  let before = days.length === 0 ? [] : stateOn(today);
  for (const day of days) {
    const after = stateOn(day);
    const changes = after.flatMap((group, index) => changesOf(before[index] ?? group, group, day, localPart));
    found.push(...changes.sort((a, b) => compareText(a.group, b.group)));
    before = after;
  }
  return found;
}

/** How many lines of members have done their time. */
export function endedLines(groups: readonly DesiredGroup[], today: string): number {
  return groups.reduce((sum, { composition }) => {
    if (composition === undefined) return sum;
    return sum + [...composition.days.values()].filter(({ until }) => until !== undefined && until < today).length;
  }, 0);
}

/** The upcoming changes of one state that another one does not have. */
export function otherUpcoming(
  upcoming: readonly UpcomingChange[],
  others: readonly UpcomingChange[],
): readonly UpcomingChange[] {
  const keyOf = ({ day, kind, member, group }: UpcomingChange): string => JSON.stringify([day, kind, member, group]);
  const known = new Set(others.map(keyOf));
  return upcoming.filter((change) => !known.has(keyOf(change)));
}

function daysOfChange(groups: readonly DesiredGroup[], today: string, last: string): readonly string[] {
  const days = new Set<string>();
  for (const { composition } of groups) {
    if (composition === undefined) continue;
    for (const { from, until } of composition.days.values()) {
      if (from !== undefined) days.add(from);
      if (until !== undefined && until >= today && until < last) days.add(nextDay(until));
    }
  }
  return [...days].filter((day) => today < day && day <= last).sort();
}

function changesOf(before: DesiredGroup, after: DesiredGroup, day: string, localPart: LocalPartRule): UpcomingChange[] {
  if (after.composition === undefined || after.mode === 'ignored') return [];
  const of = (kind: UpcomingChange['kind'], group: DesiredGroup, other: DesiredGroup): UpcomingChange[] => {
    const known = new Set(other.members.map((member) => addressKey(member, localPart)));
    return group.members
      .filter((member) => !known.has(addressKey(member, localPart)))
      .map((member) => ({ day, kind, member, group: group.address, via: group.composition?.via.get(member) ?? [] }));
  };
  // Who leaves may stay by a query that was not asked.
  const stays = after.mode === 'additive' || after.composition.unanswered.length > 0;
  return [...of('joins', after, before), ...(stays ? [] : of('leaves', before, after))];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
