import { afterEach, describe, expect, it } from 'vitest';
import type { SafetyLimits } from '../../src/model/safety.ts';
import { answer, close, first } from '../kit/fault-actions.ts';
import { writeKinds, writeResultKinds } from '../kit/fault-message.ts';
import { atMessage, runUntil } from '../kit/kill-points.ts';
import { largestRequest } from '../kit/slapd-options.ts';
import { groupDn, manifest, people } from '../kit/texts.ts';
import { expectEnd, type FaultStage, isCheck, openFaultStage, real, shortPatience, wholeGroup } from './fault-stage.ts';
import { type LawOptions, type Laws, lawsOf } from './invariants.ts';

const [all, few] = ['all@example.net', 'few@example.net'];
const dn = groupDn(all);
/** The server hangs up on anything larger. */
const serverLimit = 100_000;
const inParts: Readonly<Record<string, string>> = { ...shortPatience, ROLLCALL_REQUEST_LIMIT: '90000' };
const crowd = people(10_000);
const others = crowd.map((member) => `other-${member}`);

let stage: FaultStage;
afterEach(() => stage?.end());

const anything: SafetyLimits = {
  perGroup: { percent: 100, floor: 5 },
  perRun: { percent: 100, floor: 20 },
  deletions: { percent: 10, floor: 2 },
};
const options: LawOptions = { limits: anything, variables: inParts };

/** A server that takes small requests only, one large group from some members to others, and a small one beside it. */
async function open(from: readonly string[] | undefined, to: readonly string[]): Promise<Laws> {
  stage = await openFaultStage({
    slapd: largestRequest(serverLimit),
    entries: [...(from === undefined ? [] : [wholeGroup(all, from)]), wholeGroup(few, ['ann@example.net'])],
    manifests: { 'all.yaml': manifest(all, to), 'few.yaml': manifest(few, ['ann@example.net', 'new@example.net']) },
    settings: ['safety: { perGroup: { percent: 100 }, perRun: { percent: 100 } }', 'mail: { expansionLimit: 20000 }'],
  });
  return lawsOf(stage, options);
}

const apply = (...words: readonly string[]): ReturnType<FaultStage['apply']> =>
  stage.apply(words, { variables: inParts });

const members = async (): Promise<number> => {
  const { stdout } = await stage.slapd.ldapsearch(['-b', dn, 'mailGroupMember']);
  return stdout.match(/^mailGroupMember:/gm)?.length ?? 0;
};

/** How many members the group has after each part. */
function watch(): number[] {
  const sizes: number[] = [];
  const note = async (): Promise<void> => {
    sizes.push(await members());
  };
  stage.proxy.when({ kind: writeResultKinds, dn, where: ({ code }) => code === 0 }, first(note));
  return sizes;
}

describe('a change that is larger than one request may be', () => {
  it.each([[[]], [['--no-preflight']]])('row 32: members come in parts that all fit, with %j', async (flags) => {
    const law = await open(['ann@example.net'], ['ann@example.net', ...crowd]);
    const sizes = watch();
    expectEnd(await apply(...flags), 0);
    const sent = stage.proxy.seen({ kind: writeKinds });
    expect(Math.max(...sent.map(({ size }) => size))).toBeLessThan(90_000);
    expect(sent.filter((message) => !isCheck(message) && message.dn === dn).length).toBe(sizes.length);
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes.at(-1)).toBe(10_001);
    expect(stage.proxy.connections()).toBe(1);
    await law.hold();
    await law.undoes();
  });

  it('row 32: all members change: they come before the others go, and the group is never empty', async () => {
    const law = await open(crowd, others);
    const sizes = watch();
    expectEnd(await apply(), 0);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(10_000);
    expect(sizes.at(-1)).toBe(10_000);
    const writes = await law.hold();
    expect(writes.filter((write) => write.dn === dn).length).toBe(sizes.length);
    await law.undoes();
  });

  it('row 32: a new group is created in parts', async () => {
    const law = await open(undefined, crowd);
    const sizes = watch();
    expectEnd(await apply(), 0);
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.at(-1)).toBe(10_000);
    await law.hold();
    await law.undoes();
  });

  it.each([
    ['new members', ['ann@example.net'], crowd],
    ['other members', crowd, others],
    ['a new group', undefined, crowd],
  ])('row 18: %s, and the run is killed between two parts: the next one does the rest', async (_, from, to) => {
    const law = await open(from, to);
    const point = atMessage(stage.proxy, real({ kind: writeKinds, dn, nth: 3 }), 'is cut off');
    const ended = await runUntil(stage.workspace, ['apply', '--yes'], point, 'SIGKILL', { variables: inParts });
    expect(ended).toMatchObject({ fired: true, code: -1 });
    const half = await members();
    expect(half).toBeGreaterThan(0);
    expect(half).not.toBe(to.length);
    await law.planAgain();
    stage.proxy.clear();
    expectEnd(await apply(), 0);
    expect(await members()).toBe(to.length);
    const writes = await law.hold();
    const values = writes.flatMap(({ changes }) =>
      changes.flatMap(({ op, values }) => values.map((value) => op + value)),
    );
    expect(values.filter((value) => /user\d+@/.test(value)).length).toBe((from?.length === 10_000 ? 2 : 1) * 10_000);
    await law.converges();
  });

  it.each([
    ['before a part', real({ kind: 'modify', dn, nth: 2 })],
    [
      'after a part',
      { kind: 'modifyResult', dn, where: ({ code }: { code: number | undefined }) => code === 0, nth: 2 },
    ],
  ] as const)('row 11: the connection breaks %s: the same run does the rest, and nothing twice', async (_, match) => {
    const law = await open(['ann@example.net'], ['ann@example.net', ...crowd]);
    stage.proxy.when(match, close);
    expectEnd(await apply(), 0);
    const writes = await law.hold();
    const added = writes
      .filter((write) => write.dn === dn)
      .flatMap(({ changes }) => changes.flatMap(({ values }) => values));
    expect(added.length).toBe(10_000);
    expect(await members()).toBe(10_001);
    await law.undoes();
  });

  it('a part that is refused: the parts before it stay, or are taken back with --undo-on-failure', async () => {
    const law = await open(['ann@example.net'], ['ann@example.net', ...crowd]);
    stage.proxy.when(real({ kind: 'modify', dn, nth: 3 }), answer({ code: 53, text: 'enough' }));
    const result = await apply('--undo-on-failure');
    expectEnd(result, 5);
    expect(await stage.tree()).toEqual(law.before);
    expect(result.stdout).toContain('enough');
    stage.proxy.clear();
    stage.proxy.when(real({ kind: 'modify', dn, nth: 3 }), answer({ code: 53, text: 'enough' }));
    expectEnd(await apply('--undo', 'back.ldif'), 5);
    expect(await members()).toBeGreaterThan(1);
    expect(await stage.slapd.ldapmodify(stage.workspace.read('back.ldif'))).toMatchObject({ code: 0 });
    expect(await stage.tree()).toEqual(law.before);
  });
});

describe('a request that is too large for the server, which just hangs up', () => {
  it('row 32: without a check, the group is reported with the setting that helps; the others are done', async () => {
    const law = await open(['ann@example.net'], ['ann@example.net', ...crowd]);
    const result = await stage.apply(['--no-preflight']);
    expectEnd(result, 5);
    expect(result.stdout).toMatch(
      /^FAILED {3}~ all@example.net .*\n +reason: the server closed the connection each time it was sent a request of \d+ bytes\n +hint: .*directory.requestLimit/m,
    );
    expect(result.stdout).toMatch(/^applied {2}~ few@example.net/m);
    expect(stage.proxy.count(real({ kind: 'modify', dn }))).toBe(2);
    await law.hold(result);
    await law.converges();
  });

  it('row 32: with a check, nothing is written, and the reason is the same', async () => {
    const law = await open(['ann@example.net'], ['ann@example.net', ...crowd]);
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(result.stdout).toMatch(
      /^FAILED {3}~ all@example.net .*\n +reason: the server closed the connection each time it was sent a request of \d+ bytes\n +hint: .*directory.requestLimit/m,
    );
    expect(result.stdout).toMatch(/^skipped {2}~ few@example.net/m);
    expect(await law.hold(result)).toEqual([]);
    await law.converges();
  });
});
