import { afterEach, describe, expect, it } from 'vitest';
import { defaultSafety } from '../../src/model/safety.ts';
import { applySchema } from '../../src/report/apply-schema.ts';
import {
  type Action,
  afterPassing,
  close,
  cutAfter,
  delay,
  drop,
  first,
  glue,
  reset,
  trickle,
} from '../kit/fault-actions.ts';
import type { RuleMatch } from '../kit/fault-proxy.ts';
import { manifest } from '../kit/texts.ts';
import { expectEnd, type FaultStage, isCheck, openFaultStage, real, wholeGroup } from './fault-stage.ts';
import { type LawOptions, lawsOf } from './invariants.ts';

const [hq, ops, old] = ['hq@example.net', 'ops@example.net', 'old@example.net'];
let stage: FaultStage;
afterEach(() => stage?.end());

/** One group to create, one to change in every way, one to delete. */
async function openMixed(): Promise<void> {
  stage = await openFaultStage({
    entries: [
      wholeGroup(hq, ['ann@example.net', 'bob@example.net'], ['description: by hand']),
      wholeGroup(old, ['bob@example.net'], ['description: gone soon']),
    ],
    manifests: {
      'hq.yaml': manifest(hq, ['bob@example.net', 'new@example.net'], ['description: Everyone']),
      'ops.yaml': manifest(ops, ['ann@example.net'], ['description: Operations']),
    },
    settings: ['prune: all'],
  });
}

interface Loss {
  readonly name: string;
  readonly match: (kind: Kind) => RuleMatch;
  readonly action: Action;
  readonly kinds: readonly Kind[];
}

type Kind = 'modify' | 'add' | 'delete';

const all = ['modify', 'add', 'delete'] as const;
const request = (kind: Kind): RuleMatch => real({ kind, nth: 1 });
/** The answer to a check says 16654, the answer to a real write something else. */
const response = (kind: Kind): RuleMatch => ({ kind: `${kind}Result`, nth: 1, where: ({ code }) => code !== 16_654 });

const losses: readonly Loss[] = [
  { name: 'row 10: the connection closes before', match: request, action: close, kinds: all },
  { name: 'row 10: the request is swallowed instead of', match: request, action: drop, kinds: ['modify'] },
  { name: 'row 10: only a part of the request arrives of', match: request, action: cutAfter(40), kinds: ['modify'] },
  { name: 'row 11: the connection closes after', match: response, action: close, kinds: all },
  { name: 'row 11: the connection closes behind', match: response, action: afterPassing(close), kinds: ['delete'] },
  { name: 'row 12: the answer is swallowed after', match: response, action: drop, kinds: all },
  { name: 'row 13: the connection breaks (RST) before', match: request, action: reset, kinds: ['modify'] },
  { name: 'row 13: the connection breaks (RST) after', match: response, action: reset, kinds: ['modify'] },
  { name: 'row 13: the answer comes too slowly after', match: response, action: trickle(1, 400), kinds: ['modify'] },
  { name: 'row 13: half of the answer comes after', match: response, action: cutAfter(7), kinds: ['modify'] },
];

describe.each(losses)('$name', ({ match, action, kinds }) => {
  it.each(kinds)('the %s: it is written once, the run succeeds, and its undo file fits', async (kind) => {
    await openMixed();
    const law = await lawsOf(stage);
    const rule = stage.proxy.when(match(kind), action);
    const result = await stage.apply();
    expect(rule.hits()).toBe(1);
    expectEnd(result, 0);
    expect(result.stdout).toContain('Applied 3 of 3 steps.');
    const writes = await law.hold(result);
    expect(writes.map(({ changetype }) => changetype)).toEqual(['add', 'modify', 'delete']);
    await law.undoes();
    await law.converges();
  });
});

describe('answers in odd pieces', () => {
  it.each([
    ['byte by byte', { kind: ['modifyResult', 'entry', 'bindResult'], where: isSmall }, trickle(1, 0)],
    ['in one packet', { kind: ['entry'] }, glue],
    ['late, but in time', { kind: ['modifyResult', 'addResult', 'bindResult'] }, delay(500)],
  ] as const)('row 13: answers that come %s change nothing', async (_, match, action) => {
    await openMixed();
    const law = await lawsOf(stage);
    stage.proxy.when(match, action);
    const result = await stage.apply();
    expectEnd(result, 0);
    expect(stage.proxy.connections()).toBe(1);
    await law.hold(result);
    await law.undoes();
  });
});

/** Many groups that lose one member and get another. */
async function openMany(count: number): Promise<void> {
  const addresses = Array.from({ length: count }, (_, index) => `g${index}@example.net`);
  const manifestOf = (address: string): string =>
    manifest(address, ['ann@example.net', 'bob@example.net', 'new@example.net']);
  stage = await openFaultStage({
    entries: addresses.map((address) => wholeGroup(address, ['ann@example.net', 'bob@example.net', 'cy@example.net'])),
    manifests: Object.fromEntries(addresses.map((address) => [`${address}.yaml`, manifestOf(address)])),
    settings: ['safety: { perRun: { percent: 90, floor: 20 } }'],
  });
}

const wide: LawOptions = { limits: { ...defaultSafety, perRun: { percent: 90, floor: 20 } } };

describe('many writes under way at once', () => {
  it.each([
    ['row 10: the connection breaks under requests', real({ kind: 'modify', nth: 20 })],
    ['row 11: the connection breaks under answers', { kind: 'modifyResult', nth: 20 } as const],
  ])('%s: each is written once', async (_, match) => {
    await openMany(60);
    const law = await lawsOf(stage, wide);
    stage.proxy.when(match, reset);
    const result = await stage.apply(['--no-preflight']);
    expectEnd(result, 0);
    const writes = await law.hold(result);
    expect(writes.length).toBe(60);
    expect(new Set(writes.map(({ dn }) => dn)).size).toBe(60);
    await law.undoes();
  });

  it('row 10: the connection breaks in the middle of the checks: nothing is lost and nothing written twice', async () => {
    await openMany(30);
    const law = await lawsOf(stage, wide);
    const rule = stage.proxy.when({ kind: 'modify', where: isCheck, nth: 12 }, reset);
    const result = await stage.apply();
    expect(rule.hits()).toBe(1);
    expectEnd(result, 0);
    expect((await law.hold(result)).length).toBe(30);
  });
});

describe('a server that dies', () => {
  const patience = { ROLLCALL_TIMEOUT: '5', ROLLCALL_RETRY_TRIES: '8', ROLLCALL_RETRY_SECONDS: '20' };

  it('row 19: kill -9 in the middle of 500 steps and a restart at once: one run does it all', async () => {
    await openMany(500);
    const law = await lawsOf(stage, wide);
    const dies = async (): Promise<void> => {
      await stage.slapd.kill9();
      await stage.slapd.restart();
    };
    stage.proxy.when(real({ kind: 'modify', nth: 250 }), first(dies));
    const result = await stage.apply([], { variables: patience });
    expectEnd(result, 0);
    const writes = await law.hold(result);
    expect(new Set(writes.map(({ dn }) => dn)).size).toBe(writes.length);
    await law.converges();
  });

  it('row 19: kill -9 without a restart: the run says what is done and what is not, and the next one does the rest', async () => {
    await openMany(500);
    const law = await lawsOf(stage, wide);
    stage.proxy.when(
      real({ kind: 'modify', nth: 250 }),
      first(() => stage.slapd.kill9()),
    );
    const result = await stage.apply(['--no-preflight', '--format', 'json']);
    await stage.slapd.restart();
    expectEnd(
      result,
      5,
      /^rollcall: cannot connect to ldap:\S+ the server closed the connection \(3 tries in \d\.\d s\)$/m,
    );
    const { summary, steps } = applySchema.parse(JSON.parse(result.stdout));
    const failed = steps.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.hint] : []));
    expect(new Set(failed)).toEqual(
      new Set(['It is not known whether it was done: run plan to see what is there now.']),
    );
    const writes = await law.hold(result);
    expect(summary.applied).toBeGreaterThan(200);
    expect(summary.applied).toBeLessThanOrEqual(writes.length);
    expect(summary.applied + summary.failed + summary.skipped).toBe(500);
    await law.converges();
  });
});

/** The schema comes in one answer of 100 kB, which would take minutes byte by byte. */
function isSmall({ size }: { readonly size: number }): boolean {
  return size < 10_000;
}
