import { decodeEntries } from '../../src/ldap/decode.ts';
import { dnKey } from '../../src/ldap/dn.ts';
import { userAttributes } from '../../src/ldap/encode.ts';
import { rulesOf } from '../../src/ldap/matching-rule.ts';
import { postfixBook } from '../../src/ldap/profile.ts';
import { type EntryMap, replay } from '../../src/ldap/replay.ts';
import type { Attribute, Entry, Value } from '../../src/model/entry.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { SafetyLimits } from '../../src/model/safety.ts';
import type { CurrentState } from '../../src/model/state.ts';
import type { PlanOptions } from '../../src/plan/options.ts';

/** Where the groups of these tests are. */
export const base = 'ou=Groups,ou=Mail,dc=example,dc=net';

/** Limits that hold nothing. */
export const noLimits: SafetyLimits = {
  perGroup: { percent: 100, floor: 0 },
  perRun: { percent: 100, floor: 0 },
  deletions: { percent: 100, floor: 0 },
};

/** Plain options: the postfix-book profile, nothing pruned, no limits. */
export const plainOptions: PlanOptions = {
  target: { url: 'ldap://ldap.example.net', base },
  profile: postfixBook,
  defaults: {},
  localPart: 'fold',
  prune: 'never',
  safety: noLimits,
  requestLimit: Number.POSITIVE_INFINITY,
  today: '2026-11-22',
  upcomingDays: 14,
  overrides: [],
  spelling: 'leave',
};

/** A declared group with the given parts. */
export function desiredGroup(address: string, parts: Partial<DesiredGroup>): DesiredGroup {
  return {
    file: `groups/${address}.yaml`,
    address,
    description: undefined,
    members: [],
    reasons: new Map(),
    aliases: undefined,
    previously: [],
    enabled: undefined,
    owners: [],
    mode: 'authoritative',
    protected: false,
    attributes: new Map(),
    allow: undefined,
    exceptions: [],
    composition: undefined,
    ...parts,
  };
}

/** An entry of the postfix-book profile with these members and further attributes. */
export function groupEntry(address: string, members: readonly Value[], ...more: readonly Attribute[]): Entry {
  const attributes = [
    { name: 'objectClass', values: postfixBook.objectClasses },
    { name: 'mail', values: [address] },
    { name: 'cn', values: ['group'] },
    { name: 'sn', values: ['group'] },
    ...more,
    { name: 'mailGroupMember', values: members },
  ];
  return { dn: `mail=${address},${base}`, attributes: attributes.filter(({ values }) => values.length > 0) };
}

/** What is read from these entries; an entry that is no group ends the test. */
export function stateOf(entries: Iterable<Entry>, profile: Profile): CurrentState {
  const { groups, problems } = decodeEntries([...entries], profile);
  if (problems[0] !== undefined) throw new Error(`${problems[0].dn} ${problems[0].message}`);
  return { groups, unclear: [], elsewhere: [] };
}

/** The entries after these operations; a refused one ends the test. */
export function applied(entries: Iterable<Entry>, operations: readonly Operation[], profile: Profile): Entry[] {
  const map: EntryMap = new Map([...entries].map((entry) => [dnKey(entry.dn), entry]));
  for (const operation of operations) {
    const refusal = replay(map, operation, rulesOf(profile));
    if (refusal !== undefined) throw new Error(`${operation.kind} ${operation.dn}: ${refusal.message}`);
  }
  return [...map.values()];
}

/** The operations of some steps in the order to send. */
export function operationsOf(steps: readonly Step[]): Operation[] {
  return steps.flatMap(({ operations }) => operations);
}

/** The operations that take some steps back, the last step first. */
export function inverseOf(steps: readonly Step[]): Operation[] {
  return [...steps].reverse().flatMap(({ inverse }) => inverse);
}

/** Every step of a plan, held or not. */
export function allSteps({ steps, held }: Plan): Step[] {
  return [...steps, ...held.map(({ step }) => step)];
}

/** What users keep in the entries, as a value that is equal when they are: order means nothing, spelling does. */
export function content(entries: Iterable<Entry>): ReadonlyMap<string, unknown> {
  const shown = (value: Value): string =>
    typeof value === 'string' ? value : `base64:${Buffer.from(value).toString('base64')}`;
  return new Map(
    [...entries].map((entry) => [
      dnKey(entry.dn),
      new Map(userAttributes(entry).map(({ name, values }) => [name.toLowerCase(), new Set(values.map(shown))])),
    ]),
  );
}
