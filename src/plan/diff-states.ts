import { groupKey, memberKey } from '../ldap/group-key.ts';
import type { LocalPartRule } from '../model/address.ts';
import type {
  ChangedGroup,
  ComparedMember,
  Comparison,
  ComparisonSummary,
  GroupComparison,
  Respelling,
} from '../model/comparison.ts';
import type { Value } from '../model/entry.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { Profile } from '../model/profile.ts';
import type { DesiredState } from '../model/state.ts';
import { diffKeys } from './diff-keys.ts';
import { diffValues } from './diff-values.ts';
import { pairFormer } from './pair-former.ts';
import { pairRenames } from './pair-renames.ts';
import { otherUpcoming, upcomingChanges } from './upcoming.ts';

/** What addresses are compared by. */
export interface ComparisonOptions {
  readonly profile: Profile;
  readonly localPart: LocalPartRule;
  /** The day that both states are of, `YYYY-MM-DD`. */
  readonly today: string;
  /** For how many days after it the comparison looks ahead. */
  readonly upcomingDays: number;
}

/** The state that is compared with, as far as it could be read. */
export interface BaseState extends DesiredState {
  /** Manifests that were not valid, so that their groups are not among the groups. */
  readonly invalid: ReadonlySet<string>;
}

/**
 * What differs between two desired states, by the same keys as a plan. Groups are matched by their address, so that a file
 * that only moved, or says the same in another order, makes no difference; a new address makes a new group, unless the
 * manifest names the former one.
 */
export function diffStates(base: BaseState, head: DesiredState, options: ComparisonOptions): Comparison {
  const before = byAddress(base.groups);
  const after = byAddress(head.groups);
  const former = pairFormer(before, after);
  const taken = new Set(former.values());
  const formerOf = (key: string, group: DesiredGroup): DesiredGroup | undefined => {
    const same = before.get(key);
    return former.get(group) ?? (same === undefined || taken.has(same) ? undefined : same);
  };
  const fresh = [...after].filter((item) => formerOf(...item) === undefined).map(([, group]) => group);
  const unclear = fresh.filter(({ file }) => base.invalid.has(file));
  const added = fresh.filter((group) => !unclear.includes(group));
  const gone = [...before].filter(([key, group]) => !after.has(key) && !taken.has(group)).map(([, group]) => group);
  const renames = pairRenames(gone, added, (address) => memberKey(address, options.profile, options.localPart));
  const changes: GroupComparison[] = [
    ...added.map((group) => ({ kind: 'new' as const, group, formerly: renames.formerly.get(group)?.address })),
    ...gone.map((group) => ({ kind: 'gone' as const, group, becomes: renames.becomes.get(group)?.address })),
  ];
  const spelling: Respelling[] = [];
  let unchanged = 0;
  for (const [key, group] of after) {
    const old = formerOf(key, group);
    if (old === undefined) continue;
    const found = old === group ? undefined : diffGroups(old, group, options, spelling);
    if (found === undefined) unchanged += 1;
    else changes.push({ ...found, isPassedOn: key !== groupKey(old.address) && after.has(groupKey(old.address)) });
  }
  changes.sort((a, b) => compareText(groupKey(addressOf(a)), groupKey(addressOf(b))));
  const upcoming = otherUpcoming(upcomingChanges(head.groups, options), upcomingChanges(base.groups, options));
  const summary = { ...summaryOf(changes), unchanged, unclear: unclear.length };
  return { changes, spelling, unclear, mail: undefined, upcoming, summary };
}

/** The address that a comparison is about. */
export function addressOf(change: GroupComparison): string {
  return change.kind === 'changed' ? change.after.address : change.group.address;
}

function diffGroups(
  before: DesiredGroup,
  after: DesiredGroup,
  { profile, localPart }: ComparisonOptions,
  spelling: Respelling[],
): ChangedGroup | undefined {
  const memberOf = (value: Value): string => memberKey(value, profile, localPart);
  const members = diffValues(after.members, before.members, memberOf);
  const addresses = diffValues(addressesOf(after), addressesOf(before), (value) => groupKey(String(value)));
  const { address } = after;
  for (const { stored, declared } of [...addresses.spelling, ...members.spelling]) {
    spelling.push({ address, before: String(stored), after: declared });
  }
  const aliases = {
    add: addresses.change.add.filter((value) => groupKey(value) !== groupKey(address)),
    remove: addresses.change.remove.map(String).filter((value) => groupKey(value) !== groupKey(before.address)),
  };
  const joins = members.change.add.map((member) => comparedMember(after, member, before));
  const leaves = members.change.remove.map((member) => comparedMember(before, String(member), after));
  const keys = diffKeys(before, after);
  const differences = joins.length + leaves.length + aliases.add.length + aliases.remove.length + keys.length;
  return differences === 0
    ? undefined
    : { kind: 'changed', before, after, isPassedOn: false, joins, leaves, aliases, keys };
}

function comparedMember({ reasons, composition }: DesiredGroup, address: string, other: DesiredGroup): ComparedMember {
  const unsure = other.composition?.unanswered ?? [];
  return { address, reason: reasons.get(address), via: composition?.via.get(address) ?? [], unsure };
}

function addressesOf({ address, aliases }: DesiredGroup): readonly string[] {
  return [address, ...(aliases ?? [])];
}

/** Of several groups with one address (which is an error) the first counts. */
function byAddress(groups: readonly DesiredGroup[]): ReadonlyMap<string, DesiredGroup> {
  const map = new Map<string, DesiredGroup>();
  for (const group of groups) {
    const key = groupKey(group.address);
    if (!map.has(key)) map.set(key, group);
  }
  return map;
}

function summaryOf(changes: readonly GroupComparison[]): Omit<ComparisonSummary, 'unchanged' | 'unclear'> {
  const counts = { new: 0, changed: 0, gone: 0, joins: 0, leaves: 0, mayJoin: 0, mayLeave: 0 };
  const sure = (members: readonly ComparedMember[]): number =>
    members.filter(({ unsure }) => unsure.length === 0).length;
  for (const change of changes) {
    counts[change.kind] += 1;
    switch (change.kind) {
      case 'new':
        counts.joins += change.group.members.length;
        break;
      case 'gone':
        counts.leaves += change.group.members.length;
        break;
      case 'changed':
        counts.joins += sure(change.joins);
        counts.leaves += sure(change.leaves);
        counts.mayJoin += change.joins.length - sure(change.joins);
        counts.mayLeave += change.leaves.length - sure(change.leaves);
    }
  }
  return counts;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
