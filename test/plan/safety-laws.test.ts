import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { planScene, type SafetyScene } from './safety-scene.ts';

const runs = { numRuns: 500 };
const names = ['a', 'b', 'c', 'd'];

const group = (name: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.nat({ max: 6 }).map((size) => `${name} ${size}`),
    fc
      .record({
        size: fc.nat({ max: 8 }),
        left: fc.nat({ max: 8 }),
        added: fc.constantFrom('', '', '+1'),
        words: fc.constantFrom('', '', '', ' protected', ' additive', ' ignored', ' respelled'),
        allow: fc.constantFrom('', '', ' allow=1/2026-12-05', ' allow=4/2026-11-22', ' allow=9/2026-11-21'),
      })
      .map(({ size, left, added, words, allow }) => `${name} ${size}>${Math.min(size, left)}${added}${words}${allow}`),
    fc.constant(`${name} new 2`),
  );

const override = fc
  .record({ name: fc.constantFrom(...names), minus: fc.constantFrom('', '-'), size: fc.integer({ min: 1, max: 8 }) })
  .map(({ name, minus, size }) => `${minus}${name}=${size}`);

interface Numbers {
  readonly percent: number;
  readonly floor: number;
}

const threshold: fc.Arbitrary<Numbers> = fc.record({
  percent: fc.constantFrom(0, 25, 50, 100),
  floor: fc.nat({ max: 9 }),
});

const limits = fc.record({ group: threshold, run: threshold, deletions: threshold });

const scene = fc
  .record({
    limits,
    groups: fc
      .shuffledSubarray(names, { minLength: 1 })
      .chain((some) => fc.tuple(...some.map(group)).map((texts) => texts.join('; '))),
    overrides: fc.uniqueArray(override, { maxLength: 3, selector: (text) => text.replace(/=.*/, '') }),
  })
  .map((parts) => ({ ...parts, overrides: parts.overrides.join('; ') }));

type RandomScene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

describe('the limits', () => {
  law('of a run let no more through when they are stricter', (random) => {
    const { limits: given } = random;
    const allowed = stepsOf(planOf(random));
    for (const key of ['run', 'deletions'] as const) {
      for (const stricter of stricterThan(given[key])) {
        const other = planOf({ ...random, limits: { ...given, [key]: stricter } });
        for (const address of stepsOf(other)) expect(allowed).toContain(address);
      }
    }
  });

  // Not more than that: a group that is held alone drops out of the run, so a run may then have room for another one.
  law('of one group hold at least the same groups when they are stricter', (random) => {
    const held = heldBy(planOf(random), 'per-group');
    for (const stricter of stricterThan(random.limits.group)) {
      const other = heldBy(planOf({ ...random, limits: { ...random.limits, group: stricter } }), 'per-group');
      for (const address of held) expect(other).toContain(address);
    }
  });

  law('never hold a step that takes nobody away', (random) => {
    for (const { step } of planOf(random).held) {
      const { change } = step;
      expect(change.kind === 'delete' || (change.kind === 'update' && change.members.remove.length > 0)).toBe(true);
    }
  });

  law('let at least one member of the directory stay, unless every group is agreed to by name', (random) => {
    const plan = planOf({ ...random, overrides: '', groups: random.groups.replaceAll(/ allow=\S+/g, '') });
    const sizes = new Map(
      random.groups.split('; ').map((text) => [`${text[0]}@x`, Number(/^. (\d+)/.exec(text)?.[1] ?? 0)]),
    );
    const peopled = [...sizes].filter(([, size]) => size > 0);
    const emptied = plan.steps.filter(({ change }) => {
      if (change.kind === 'delete') return change.current.members.length > 0;
      return (
        change.kind === 'update' &&
        change.current.members.length > 0 &&
        change.desired.members.length === 0 &&
        change.members.remove.length > 0
      );
    });
    if (peopled.length > 1) expect(emptied.length).toBeLessThan(peopled.length);
  });

  law('never empty a protected group, whatever is agreed to', (random) => {
    for (const { change } of planOf(random).steps) {
      if (change.kind !== 'update' || !change.desired.protected || change.members.remove.length === 0) continue;
      expect(change.desired.members.length).toBeGreaterThan(0);
    }
  });
});

describe('an exception', () => {
  law('for one group changes nothing about another one held alone', (random) => {
    const alone = heldBy(planOf(random), 'per-group').filter((address) => address !== 'a@x');
    const other = heldBy(planOf({ ...random, overrides: withOverride(random.overrides, 'a=9') }), 'per-group');
    expect(other.filter((address) => address !== 'a@x')).toEqual(alone);
  });

  law('never holds the group that it names', (random) => {
    const before = stepsOf(planOf(random));
    const after = stepsOf(planOf({ ...random, overrides: withOverride(random.overrides, 'a=9') }));
    if (before.includes('a@x')) expect(after).toContain('a@x');
  });

  law('that the remedies name makes the steps go, all but what nothing lifts', (random) => {
    let { overrides } = random;
    for (let round = 0; round < 4; round++) {
      for (const { remedy } of planOf({ ...random, overrides }).held) {
        const [, kind, name, size] = /--allow-(removals|deletion) (\w+)@x=(\d+)\./.exec(remedy) ?? [];
        if (name !== undefined) overrides = withOverride(overrides, `${kind === 'deletion' ? '-' : ''}${name}=${size}`);
      }
    }
    const { held, summary } = planOf({ ...random, overrides });
    const rest = held.filter(
      ({ limit }) => limit !== 'protected' && !(limit === 'deletions' && summary.declared === 0),
    );
    expect(rest).toEqual([]);
  });
});

function law(name: string, check: (random: RandomScene) => void): void {
  it(name, () => fc.assert(fc.property(scene, check), runs));
}

function planOf({ limits: { group: one, run, deletions }, groups, overrides }: RandomScene): Plan {
  const words = ({ percent, floor }: Numbers): string => `${percent}/${floor}`;
  const text = `group ${words(one)}; run ${words(run)}; deletions ${words(deletions)}`;
  return planScene({ limits: text, groups, overrides } satisfies SafetyScene);
}

function stricterThan({ percent, floor }: Numbers): Numbers[] {
  return [
    { percent, floor: Math.max(0, floor - 1) },
    { percent: percent / 5, floor },
    { percent: 0, floor: 0 },
  ];
}

/** The overrides with one more, in place of that for the same group and kind. */
function withOverride(overrides: string, text: string): string {
  const name = text.replace(/=.*/, '');
  const others = overrides.split('; ').filter((one) => one !== '' && one.replace(/=.*/, '') !== name);
  return [...others, text].join('; ');
}

function stepsOf({ steps }: Plan): string[] {
  return steps.map(({ change }) => change.address);
}

function heldBy({ held }: Plan, limit: Plan['held'][number]['limit']): string[] {
  return held.filter((one) => one.limit === limit).map(({ step }) => step.change.address);
}
