import type { ExceptionKind, Override } from '../../src/model/exception.ts';
import type { DesiredGroup, Mode } from '../../src/model/group.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { SafetyLimits, Threshold } from '../../src/model/safety.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { desiredGroup, groupEntry, noLimits, plainOptions, stateOf } from './directory.ts';

/** The day on which every scene is planned. */
export const today = '2026-11-22';

/**
 * A scene in words, parts separated by `; `.
 *
 * Limits: `group 50/5` (per cent/floor), `run 20/20`, `deletions 10/2`; the others hold nothing.
 * Groups: `a 10>4` has 10 members and the manifest 4 of them; `a 10>4+2` has 2 new ones besides; `a 10` has no manifest
 * and is deleted; `a new 3` is not in the directory. Words after that: `protected`, `additive`, `ignored`, `respelled`
 * (the manifest writes the members otherwise), `allow=40/2026-12-05`.
 * Overrides: `a=4` lets members go, `-a=4` lets the group be deleted.
 */
export interface SafetyScene {
  readonly limits: string;
  readonly groups: string;
  readonly overrides: string;
}

/** The plan for a scene; groups without a manifest are pruned. */
export function planScene({ limits, groups, overrides }: SafetyScene): Plan {
  const parsed = parts(groups).map(parseGroup);
  const current = stateOf(
    parsed.flatMap(({ address, stored }) => (stored === undefined ? [] : [groupEntry(address, stored)])),
    plainOptions.profile,
  );
  return makePlan({ groups: parsed.flatMap(({ desired }) => desired ?? []) }, current, {
    ...plainOptions,
    prune: 'all',
    spelling: 'fix',
    safety: limitsOf(limits),
    today,
    upcomingDays: 14,
    overrides: parts(overrides).map(parseOverride),
  });
}

/** What is held, in words: `a per-group; b per-run`. */
export function heldIn({ held }: Plan): string {
  return held.map(({ step, limit }) => `${step.change.address.replace('@x', '')} ${limit}`).join('; ');
}

/** What the plan says about exceptions, in words: `a used 3; b expired`. */
export function exceptionsIn({ exceptions }: Plan): string {
  return exceptions
    .map(({ address, state, used }) => `${address.replace('@x', '')} ${state}${state === 'used' ? ` ${used}` : ''}`)
    .join('; ');
}

/** The limits that some words say. */
export function limitsOf(text: string): SafetyLimits {
  const keys: Readonly<Record<string, keyof SafetyLimits>> = {
    group: 'perGroup',
    run: 'perRun',
    deletions: 'deletions',
  };
  const given = parts(text).map((part): [string, Threshold] => {
    const [, name = '', percent, floor] = /^(\w+) (\d+)\/(\d+)$/.exec(part) ?? [];
    const key = keys[name];
    if (key === undefined) throw new Error(`no limit: ${part}`);
    return [key, { percent: Number(percent), floor: Number(floor) }];
  });
  return { ...noLimits, ...Object.fromEntries(given) };
}

interface SceneGroup {
  readonly address: string;
  readonly stored: readonly string[] | undefined;
  readonly desired: DesiredGroup | undefined;
}

function parseGroup(text: string): SceneGroup {
  const [name = '', size = '', ...words] = text.split(' ');
  const address = `${name}@x`;
  if (size === 'new')
    return { address, stored: undefined, desired: desiredGroup(address, { members: people(words[0]) }) };
  const [, present, left, added = '0'] = /^(\d+)(?:>(\d+)(?:\+(\d+))?)?$/.exec(size) ?? [];
  if (present === undefined) throw new Error(`no group: ${text}`);
  const stored = people(present);
  if (left === undefined) return { address, stored, desired: undefined };
  const kept = stored.slice(0, Number(left)).map((one) => (words.includes('respelled') ? one.toUpperCase() : one));
  const [, removals, until] = /\ballow=(\d+)\/(\S+)/.exec(text) ?? [];
  const desired = desiredGroup(address, {
    members: [...kept, ...people(added).map((one) => `new-${one}`)],
    mode: words.find((word): word is Mode => word === 'additive' || word === 'ignored') ?? 'authoritative',
    protected: words.includes('protected'),
    allow: until === undefined ? undefined : { removals: Number(removals), until, reason: 'agreed' },
  });
  return { address, stored, desired };
}

function parseOverride(text: string): Override {
  const [, minus, name, number] = /^(-?)(\w+)=(\d+)$/.exec(text) ?? [];
  if (name === undefined) throw new Error(`no override: ${text}`);
  const kind: ExceptionKind = minus === '-' ? 'deletion' : 'removals';
  return { kind, address: `${name}@x`, removals: Number(number) };
}

function people(count: string | undefined): string[] {
  return Array.from({ length: Number(count) }, (_, index) => `m${index}@y`);
}

function parts(text: string): string[] {
  return text === '' ? [] : text.split('; ');
}
