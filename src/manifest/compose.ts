import { addressKey, type LocalPartRule } from '../model/address.ts';
import {
  type Composition,
  type DesiredGroup,
  type MembershipDays,
  type QuerySource,
  unansweredQueries,
} from '../model/group.ts';
import { inclusionOrder } from './inclusion-order.ts';

/** What decides who is a member. */
export interface ComposeOptions {
  readonly localPart: LocalPartRule;
  /** Whether a member with these days counts. */
  readonly counts: (days: MembershipDays) => boolean;
}

/** Finds a declared group by its address; an alias is not one. */
export type GroupFinder = (address: string) => DesiredGroup | undefined;

/** Finds groups by the address that they are known by, in any letter case; of two with one address the first. */
export function groupFinder(groups: readonly DesiredGroup[]): GroupFinder {
  const index = new Map<string, DesiredGroup>();
  for (const group of groups) {
    const key = addressKey(group.address, 'fold');
    if (!index.has(key)) index.set(key, group);
  }
  return (address) => index.get(addressKey(address, 'fold'));
}

/**
 * The groups with their members put together: own ones that count, then those of included groups and of the query, without
 * the excluded. Groups that say nothing about that are given back as they are. An included group that is not declared adds nobody, and a
 * cycle ends where it began; both are errors that a diagnostic tells of.
 */
export function composeGroups(groups: readonly DesiredGroup[], options: ComposeOptions): readonly DesiredGroup[] {
  const composed = groups.filter(({ composition }) => composition !== undefined);
  if (composed.length === 0) return groups;
  const find = composed.some(includesSome) ? groupFinder(groups) : () => undefined;
  const includedBy = ({ composition }: DesiredGroup): readonly DesiredGroup[] =>
    (composition?.include ?? []).flatMap((address) => find(address) ?? []);
  const ready = new Map<DesiredGroup, DesiredGroup>();
  for (const group of inclusionOrder(composed, includedBy).order) {
    if (group.composition === undefined) continue;
    const included = includedBy(group).map((one) => ready.get(one) ?? one);
    ready.set(group, composeGroup(group, group.composition, included, options));
  }
  return groups.map((group) => ready.get(group) ?? group);
}

/** One group with its members put together; the included groups are put together already. */
export function composeGroup(
  group: DesiredGroup,
  composition: Composition,
  included: readonly DesiredGroup[],
  { localPart, counts }: ComposeOptions,
): DesiredGroup {
  const keyOf = (address: string): string => addressKey(address, localPart);
  const seen = new Set(composition.exclude.map(keyOf));
  const isNew = (address: string): boolean => seen.size < seen.add(keyOf(address)).size;
  const members = composition.own.filter((address) => {
    const days = composition.days.get(address);
    return (days === undefined || counts(days)) && isNew(address);
  });
  const via = new Map<string, readonly string[]>();
  const queried = new Map<string, string>();
  // Through a group that has this one as a member, it would become its own member.
  for (const address of [group.address, ...(group.aliases ?? [])]) seen.add(keyOf(address));
  for (const other of included) {
    const direct = [other.address];
    for (const address of other.members) {
      if (!isNew(address)) continue;
      members.push(address);
      const further = other.composition?.via.get(address);
      via.set(address, further === undefined ? direct : [...direct, ...further]);
      const query = other.composition?.queried.get(address);
      if (query !== undefined) queried.set(address, query);
    }
  }
  const { query } = composition;
  for (const address of query?.members ?? []) {
    if (query === undefined || !isNew(address)) continue;
    members.push(address);
    queried.set(address, query.name);
  }
  return {
    ...group,
    members,
    composition: { ...composition, via, queried, unanswered: unansweredIn(query, included) },
  };
}

function unansweredIn(query: QuerySource | undefined, included: readonly DesiredGroup[]): readonly string[] {
  const own = query === undefined || query.members !== undefined ? [] : [query.name];
  return [...new Set([...own, ...unansweredQueries(included)])];
}

function includesSome({ composition }: DesiredGroup): boolean {
  return composition !== undefined && composition.include.length > 0;
}
