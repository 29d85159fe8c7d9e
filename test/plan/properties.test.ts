import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupKey, memberKey } from '../../src/ldap/group-key.ts';
import { completeAddress } from '../../src/ldap/profile.ts';
import type { UpdateGroup } from '../../src/model/change.ts';
import { type Entry, type Value, valuesOf } from '../../src/model/entry.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { ModifyOperation, Operation } from '../../src/model/operation.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import type { SafetyLimits } from '../../src/model/safety.ts';
import type { PlanOptions } from '../../src/plan/options.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { rehearseStep } from '../../src/plan/rehearse.ts';
import { limits, type Scene, scene } from './arbitraries.ts';
import { allSteps, applied, content, inverseOf, noLimits, operationsOf, stateOf } from './directory.ts';

const runs = { numRuns: 300 };

describe('a plan without limits', () => {
  holds('leads to what is declared', (now) => {
    const plan = planOf(now);
    const after = applied(now.entries, operationsOf(plan.steps), now.options.profile);
    const undone = new Set(
      [...plan.conflicts, ...plan.held.map(({ step }) => step.change)].map(({ address }) => address),
    );
    for (const group of now.desired.groups) {
      if (group.mode === 'ignored' || undone.has(group.address)) continue;
      expectDeclared(
        group,
        currentOf(plan, group) ?? entryBefore(group, now.entries, now.options),
        entryFor(group, after, now.options),
        now.options,
      );
    }
  });

  holds('leaves nothing to do but what only a person can decide', (now) => {
    const plan = planOf(now);
    const again = planOf({ ...now, entries: applied(now.entries, operationsOf(plan.steps), now.options.profile) });
    expect(operationsOf(again.steps)).toEqual([]);
    expect(again.conflicts.length).toBe(plan.conflicts.length);
  });

  holds('can be taken back', (now) => {
    const { steps } = planOf(now);
    const after = applied(now.entries, operationsOf(steps), now.options.profile);
    expect(content(applied(after, inverseOf(steps), now.options.profile))).toEqual(content(now.entries));
  });

  holds('can be broken off after any step and made again', (now) => {
    const { steps } = planOf(now);
    const whole = content(applied(now.entries, operationsOf(steps), now.options.profile));
    for (let done = 0; done <= steps.length; done++) {
      const part = applied(now.entries, operationsOf(steps.slice(0, done)), now.options.profile);
      const rest = planOf({ ...now, entries: part });
      expect(content(applied(part, operationsOf(rest.steps), now.options.profile))).toEqual(whole);
    }
  });

  holds('can be broken off after any request and made again', (now) => {
    const operations = operationsOf(planOf(now).steps);
    const whole = content(applied(now.entries, operations, now.options.profile));
    for (let done = 0; done <= operations.length; done++) {
      const part = applied(now.entries, operations.slice(0, done), now.options.profile);
      const rest = planOf({ ...now, entries: part });
      expect(content(applied(part, operationsOf(rest.steps), now.options.profile))).toEqual(whole);
    }
  });

  holds('passes its rehearsal', (now) => {
    for (const step of allSteps(planOf(now))) rehearseStep(step, now.options);
  });

  holds('is empty where the manifests were applied before, in any spelling of the domains', (now) => {
    const options = { ...now.options, spelling: 'leave' as const };
    const there = applied([], operationsOf(planOf({ ...now, entries: [] }).steps), options.profile);
    const desired = { groups: now.desired.groups.map((group) => ({ ...group, members: group.members.map(shout) })) };
    expect(planOf({ desired, entries: there, options }).steps).toEqual([]);
  });

  holds('sends as many member values as the two sets differ by', (now) => {
    const options = { ...now.options, spelling: 'leave' as const };
    const keyOf = (value: Value): string => memberKey(value, options.profile, options.localPart);
    for (const { change, operations } of planOf({ ...now, options }).steps) {
      if (change.kind !== 'update') continue;
      const declared = new Set(change.desired.members.map(keyOf));
      const stored = new Set(change.current.members.map(keyOf));
      const surplus = change.current.members.filter((value) => !declared.has(keyOf(value)));
      const missing = [...declared].filter((key) => !stored.has(key));
      const removable = change.desired.mode === 'additive' ? 0 : surplus.length;
      expect(sentValues(operations, options.profile.member)).toBe(removable + missing.length);
    }
  });

  holds('is one request a group and one for a new name, and never replaces members', (now) => {
    const { steps } = planOf(now);
    for (const { change, operations } of steps) {
      const isRenamed = change.kind === 'update' && change.rename?.entry !== undefined;
      expect(operations.filter(({ kind }) => kind === 'rename')).toHaveLength(isRenamed ? 1 : 0);
      expect(operations.filter(({ kind }) => kind !== 'rename').length).toBeLessThanOrEqual(1);
      expect(operations.length).toBeGreaterThan(0);
      for (const { kind, attribute } of operations.flatMap(modificationsOf)) {
        if (attribute === now.options.profile.member) expect(kind).not.toBe('replace');
      }
    }
    expect(new Set(steps.map(({ change }) => change.dn)).size).toBe(steps.length);
  });

  holds('has no part that could be left out', (now) => {
    for (const { change, operations } of planOf(now).steps) {
      if (change.kind !== 'update') continue;
      const rename = operations.filter(({ kind }) => kind === 'rename');
      const modifies = operations.filter(({ kind }) => kind !== 'rename');
      const entries = [change.current.entry];
      for (const operation of modifies.flatMap(withoutOneValue)) {
        expect(isDone({ ...now, entries }, change, [...rename, operation])).toBe(false);
      }
      if (rename.length + modifies.length === 2) {
        expect(isDone({ ...now, entries }, change, rename)).toBe(false);
        expect(isDone({ ...now, entries }, change, modifies)).toBe(false);
      }
    }
  });

  holds('does not touch what no manifest names, unless everything is pruned', (now) => {
    const options = { ...now.options, prune: 'declared' as const };
    const plan = planOf({ ...now, options });
    const after = content(applied(now.entries, operationsOf(plan.steps), options.profile));
    const before = content(plan.unmanaged.map(({ entry }) => entry));
    for (const [dn, attributes] of before) expect(after.get(dn)).toEqual(attributes);
    expect(plan.steps.some(({ change }) => change.kind === 'delete')).toBe(false);
  });

  it('does not depend on the order of manifests, entries and members, or on a member named twice', () => {
    const shuffles = fc.tuple(scene, fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(shuffles, ([now, stream]) => {
        const shuffle = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, rank: stream.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item);
        const groups = shuffle(now.desired.groups).map((group) => ({
          ...group,
          members: [...shuffle(group.members), ...group.members.slice(0, 2)],
        }));
        const other = planOf({ ...now, desired: { groups }, entries: shuffle(now.entries) });
        expect(asSets(other)).toEqual(asSets(planOf(now)));
      }),
      runs,
    );
  });
});

describe('limits', () => {
  limited('hold steps and lose none', (now, safety) => {
    const free = planOf(now);
    const plan = planOf(withLimits(now, safety));
    const changed = (steps: readonly Step[]): string[] => steps.map(({ change }) => change.dn).sort();
    expect(changed(allSteps(plan))).toEqual(changed(allSteps(free)));
    expect(plan.summary.held).toBe(plan.held.length);
    expect(plan.summary.create + plan.summary.update + plan.summary.delete).toBe(plan.steps.length);
  });

  limited('never hold a step that takes nothing away, but one that waits for another', (now, safety) => {
    for (const { step, reason } of planOf(withLimits(now, safety)).held) {
      if (reason.endsWith('had its address before, and is held')) continue;
      const { change } = step;
      expect(change.kind === 'delete' || (change.kind === 'update' && change.members.remove.length > 0)).toBe(true);
    }
  });

  limited('let no run remove more members, or delete more groups, than they say', (now, safety) => {
    const plan = planOf(withLimits({ ...now, options: { ...now.options, spelling: 'leave' } }, safety));
    const { groups } = stateOf(now.entries, now.options.profile);
    const memberships = groups.reduce((sum, { members }) => sum + members.length, 0);
    const { perRun, deletions } = safety;
    expect(plan.summary.membersRemoved).toBeLessThanOrEqual(
      Math.max(perRun.floor, (perRun.percent * memberships) / 100),
    );
    expect(plan.summary.delete).toBeLessThanOrEqual(
      Math.max(deletions.floor, (deletions.percent * groups.length) / 100),
    );
  });

  limited('of a run allow no more when they are stricter', (now, safety) => {
    const { perRun, deletions } = safety;
    const stricter = [
      { ...safety, perRun: { ...perRun, floor: Math.max(0, perRun.floor - 1) } },
      { ...safety, perRun: { ...perRun, percent: perRun.percent / 2 } },
      { ...safety, deletions: { ...deletions, floor: Math.max(0, deletions.floor - 1) } },
      { ...safety, deletions: { ...deletions, percent: deletions.percent / 2 } },
    ];
    const allowed = dnsOf(planOf(withLimits(now, safety)));
    for (const other of stricter) {
      for (const dn of dnsOf(planOf(withLimits(now, other)))) expect(allowed).toContain(dn);
    }
  });

  limited('of one group hold at least the same groups when they are stricter', (now, safety) => {
    const { perGroup } = safety;
    const alone = (limit: SafetyLimits['perGroup']): string[] =>
      // The guard of the last members looks at the whole run: it may let go what one held group less makes harmless.
      planOf(withLimits(now, { ...noLimits, perGroup: limit }))
        .held.filter((held) => held.limit === 'per-group')
        .map(({ step }) => step.change.dn);
    const held = alone(perGroup);
    const stricter = alone({ floor: Math.max(0, perGroup.floor - 1), percent: perGroup.percent / 2 });
    for (const dn of held) expect(stricter).toContain(dn);
  });
});

describe('the fingerprint', () => {
  it('is the same for the same requests to the same place, and for no others', () => {
    fc.assert(
      fc.property(scene, scene, fc.boolean(), (one, two, same) => {
        const a = planOf(one);
        const b = planOf(same ? { ...one, desired: { groups: [...one.desired.groups].reverse() } } : two);
        const requests = ({ target, steps }: Plan): unknown => ({ target, operations: operationsOf(steps) });
        const equal = JSON.stringify(requests(a)) === JSON.stringify(requests(b));
        expect(a.fingerprint === b.fingerprint).toBe(equal);
        expect(a.fingerprint).toMatch(/^[0-9a-f]{64}$/);
      }),
      runs,
    );
  });

  it('differs for another place', () => {
    fc.assert(
      fc.property(scene, (now) => {
        const target = { ...now.options.target, url: 'ldap://other.example.net' };
        const other = planOf({ ...now, options: { ...now.options, target } });
        expect(other.fingerprint).not.toBe(planOf(now).fingerprint);
      }),
      { numRuns: 50 },
    );
  });
});

function holds(name: string, law: (scene: Scene) => void): void {
  it(name, () => fc.assert(fc.property(scene, law), runs));
}

function limited(name: string, law: (scene: Scene, safety: SafetyLimits) => void): void {
  it(name, () => fc.assert(fc.property(scene, limits, law), runs));
}

function planOf({ desired, entries, options }: Scene): Plan {
  return makePlan(desired, stateOf(entries, options.profile), options);
}

function withLimits(now: Scene, safety: SafetyLimits): Scene {
  return { ...now, options: { ...now.options, safety, overrides: [] } };
}

function entryFor(group: DesiredGroup, entries: readonly Entry[], { profile }: PlanOptions): Entry | undefined {
  return entries.find((entry) => {
    const stored = valuesOf(entry, profile.address).map(String);
    return stored.some((value) => groupKey(completeAddress(value, profile)) === groupKey(group.address));
  });
}

/** The entry of a group, under a former address when there is none under its own. */
/** The entry that a step changes: its own address may be on another one still, which gives it up in the same run. */
function currentOf({ steps }: Plan, { address }: DesiredGroup): Entry | undefined {
  const step = steps.find(({ change }) => change.kind === 'update' && change.address === address);
  return step?.change.kind === 'update' ? step.change.current.entry : undefined;
}

function entryBefore(group: DesiredGroup, entries: readonly Entry[], options: PlanOptions): Entry | undefined {
  const names = [group.address, ...group.previously];
  const found = names.map((address) => entryFor({ ...group, address }, entries, options));
  return found.find((entry) => entry !== undefined);
}

/** The rules in short, written down a second time: what an entry must hold after a plan. */
function expectDeclared(
  group: DesiredGroup,
  before: Entry | undefined,
  after: Entry | undefined,
  options: PlanOptions,
) {
  const { profile, localPart } = options;
  const keys = (values: readonly Value[]): Set<string> => new Set(values.map((v) => memberKey(v, profile, localPart)));
  const membersOf = (entry: Entry | undefined): readonly Value[] =>
    entry === undefined ? [] : valuesOf(entry, profile.member);
  const kept = group.mode === 'additive' ? membersOf(before) : [];
  expect(keys(membersOf(after))).toEqual(keys([...group.members, ...kept]));
  if (after === undefined) throw new Error(`${group.address} is not there`);
  const addresses = valuesOf(after, profile.address).map((value) => groupKey(completeAddress(String(value), profile)));
  if (group.aliases !== undefined) {
    expect(new Set(addresses)).toEqual(new Set([group.address, ...group.aliases].map(groupKey)));
  }
  for (const former of group.previously) {
    if (group.aliases?.includes(former) !== true) expect(addresses).not.toContain(groupKey(former));
  }
  if (group.description !== undefined) expect(valuesOf(after, 'description')).toEqual([group.description]);
  if (group.enabled !== undefined) expect(valuesOf(after, 'mailEnabled')).toEqual([group.enabled ? 'TRUE' : 'FALSE']);
  const places = group.attributes.get('ou');
  const folded = (values: readonly Value[]): Set<string> => new Set(values.map((value) => String(value).toLowerCase()));
  if (places !== undefined) expect(folded(valuesOf(after, 'ou'))).toEqual(folded(places));
}

/** Whether some operations alone would do all that a change is to do. */
function isDone(now: Scene, change: UpdateGroup, operations: readonly Operation[]): boolean {
  try {
    const entries = applied(now.entries, operations, now.options.profile);
    const { steps, conflicts } = planOf({ ...now, desired: { groups: [change.desired] }, entries });
    return steps.length === 0 && conflicts.length === 0;
  } catch {
    return false;
  }
}

/** The operation with one value, or one modification without values, left out: once for each. */
function withoutOneValue(operation: Operation): ModifyOperation[] {
  return modificationsOf(operation).flatMap((modification, index, whole) => {
    const { values } = modification;
    const smaller = values.map((_, left) => ({ ...modification, values: values.filter((_, at) => at !== left) }));
    const variants = [
      undefined,
      ...(modification.kind === 'replace' ? [] : smaller.filter((m) => m.values.length > 0)),
    ];
    return variants.map((variant) => ({
      kind: 'modify' as const,
      dn: operation.dn,
      modifications: whole.flatMap((one, at) => (at !== index ? [one] : variant === undefined ? [] : [variant])),
    }));
  });
}

function modificationsOf(operation: Operation): ModifyOperation['modifications'] {
  return operation.kind === 'modify' ? operation.modifications : [];
}

function sentValues(operations: readonly Operation[], attribute: string): number {
  const sent = operations.flatMap(modificationsOf).filter((modification) => modification.attribute === attribute);
  return sent.reduce((sum, { values }) => sum + values.length, 0);
}

function dnsOf({ steps }: Plan): string[] {
  return steps.map(({ change }) => change.dn);
}

/** The operations with the order of values taken out. */
function asSets({ steps }: Plan): unknown {
  return operationsOf(steps).map((operation) => {
    if (operation.kind === 'add') {
      return {
        ...operation,
        attributes: operation.attributes.map(({ name, values }) => ({ name, values: new Set(values) })),
      };
    }
    return operation.kind === 'modify'
      ? { ...operation, modifications: operation.modifications.map((m) => ({ ...m, values: new Set(m.values) })) }
      : operation;
  });
}

function shout(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toUpperCase();
}
