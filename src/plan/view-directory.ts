import { groupKey } from '../ldap/group-key.ts';
import type { Account } from '../model/account.ts';
import type { Entry } from '../model/entry.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import { groupsAfter } from './groups-after.ts';
import type { DirectoryView, StoredGroup, WhyLeft } from './rules/directory-view.ts';
import { lookups, mailboxes } from './rules/mailboxes.ts';

/** What a plan was made from, and what comes of it. */
export interface PlannedScene {
  readonly plan: Plan;
  readonly desired: DesiredState;
  readonly current: CurrentState;
  /** The entry as a step will leave it; undefined when it will be gone. */
  readonly after: (step: Step) => Entry | undefined;
  readonly profile: Profile;
}

/** The directory as a plan leaves it, for the rules; `accounts` are undefined when they were not read. */
export function viewDirectory(
  { plan, desired, current, after, profile }: PlannedScene,
  accounts: readonly Account[] | undefined,
  delimiters: string,
): DirectoryView {
  const declared = new Map<string, DesiredGroup>();
  for (const group of desired.groups) {
    for (const address of [group.address, ...(group.aliases ?? [])]) declared.set(groupKey(address), group);
  }
  const declaring = (addresses: readonly string[]): DesiredGroup | undefined =>
    addresses.map((address) => declared.get(groupKey(address))).find((group) => group !== undefined);
  const held = new Set(plan.held.map(({ step }) => step.change.dn));
  const { kept, left } = groupsAfter(plan.steps, current.groups, after, profile);
  const groups = [...kept, ...left].map((group): StoredGroup => {
    const { dn, address, addresses, members } = group;
    const owner = declaring(addresses);
    return { dn, address, addresses, members, desired: owner, why: whyLeft(group, owner, held) };
  });
  const unclear = current.unclear.map(({ dn, addresses }) => ({ dn, addresses, desired: declaring(addresses) }));
  const entries = [...groups, ...unclear];
  const known = new Set([...declared.keys(), ...entries.flatMap(({ addresses }) => addresses.map(groupKey))]);
  return {
    groups,
    entries,
    conflicts: plan.conflicts.map(({ dns }) => dns),
    hasGroup: (address) => known.has(address) || lookups(address, delimiters).some((key) => known.has(key)),
    mailboxes: accounts && mailboxes(accounts, delimiters),
  };
}

function whyLeft({ dn }: CurrentGroup, desired: DesiredGroup | undefined, held: ReadonlySet<string>): WhyLeft {
  if (desired === undefined) return 'unmanaged';
  if (desired.mode !== 'authoritative') return desired.mode;
  return held.has(dn) ? 'held' : 'conflict';
}
