import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLdif } from '../../src/ldap/ldif.ts';
import type { RuleMatch } from '../kit/fault-proxy.ts';
import { atMessage, killPoints, runUntil } from '../kit/kill-points.ts';
import { shortPatience } from './fault-stage.ts';
import { type Laws, undoFilesOf } from './invariants.ts';
import { flipVariables, openTwoWorlds, partsOfFlip, stepsOfFlip, type TwoWorlds } from './two-worlds.ts';

type Point = RuleMatch & { readonly name: string };

let stage: TwoWorlds;
let points: readonly Point[];
beforeAll(async () => {
  stage = await openTwoWorlds();
  // Both ways once, so that both worlds are Rollcall's own and each way has the same messages.
  for (const _ of [1, 2, 3]) {
    await stage.flip();
    stage.proxy.clear();
    const { code, stdout } = await stage.apply();
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(`of ${stepsOfFlip} steps`) });
  }
  points = killPoints(stage.proxy.seen());
});
afterAll(() => stage.end());

/** Kills a run at a point; then one run does what is left, and the next has nothing to do. */
async function killAt(point: Point, then: 'goes on' | 'is cut off'): Promise<void> {
  for (const file of undoFilesOf(stage)) stage.workspace.remove(file);
  const law = await stage.flip();
  stage.proxy.clear();
  const variables = { ...shortPatience, ...flipVariables };
  const end = await runUntil(stage.workspace, ['apply', '--yes'], atMessage(stage.proxy, point, then), 'SIGKILL', {
    variables,
  });
  expect(end, point.name).toMatchObject({ code: -1, fired: true });
  expectWholeUndo(law, isWrite(point));
  stage.proxy.clear();
  await serverRests();
  await law.hold();
  await law.converges();
  await law.hold();
}

/** What was under way at the server is done: nothing more comes into its log. */
async function serverRests(): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    await sleep(50);
    now = (await stage.writes()).reduce((sum, { text }) => sum + text.length, 0);
  }
}

/** The undo file of the killed run has all that was planned, or there is none yet; at the first write, there is one. */
function expectWholeUndo({ plan }: Laws, wrote: boolean): void {
  const files = undoFilesOf(stage);
  expect(files.length).toBeLessThanOrEqual(1);
  if (wrote) expect(files).toHaveLength(1);
  for (const file of files) {
    const { records, problems } = parseLdif(Buffer.from(stage.workspace.read(file)));
    expect(problems).toEqual([]);
    const inverse = plan?.steps.flatMap((step) => step.inverse.map(({ dn }) => dn)) ?? [];
    expect(records.flatMap((record) => (record.kind === 'content' ? [] : [record.operation.dn])).sort()).toEqual(
      inverse.sort(),
    );
  }
}

/** So many of the points, evenly spread, the first and the last among them. */
function some(all: readonly Point[], count: number): readonly Point[] {
  const last = all.length - 1;
  const chosen = Array.from({ length: count }, (_, index) => all[Math.round((index * last) / (count - 1))]);
  return [...new Set(chosen.flatMap((point) => point ?? []))];
}

const writes = /^(modify|add|delete) /;
const results = /^(modify|add|delete)Result /;

function isWrite({ name }: Point): boolean {
  return writes.test(name) || results.test(name);
}

describe('row 18: a run that is killed (SIGKILL) is finished by the next one', () => {
  it('row 18: killed while it connects and reads', async () => {
    const reading = points.filter((point) => !isWrite(point) && !point.name.startsWith('unbind'));
    expect(reading.length).toBeGreaterThan(20);
    for (const point of some(reading, 4)) await killAt(point, 'goes on');
  });

  it('row 18: killed at a write, before the server has it', async () => {
    const sent = points.filter(({ name }) => writes.test(name));
    // Every request is checked once and sent once.
    expect(sent).toHaveLength(2 * (stepsOfFlip - 1 + partsOfFlip));
    for (const point of some(sent, 4)) await killAt(point, 'is cut off');
  });

  it('row 18: killed at a write that the server gets all the same', async () => {
    for (const point of some(
      points.filter(({ name }) => writes.test(name)),
      4,
    ))
      await killAt(point, 'goes on');
  });

  it('row 18: killed at the answer to a write, before it is known what was done', async () => {
    for (const point of some(
      points.filter(({ name }) => results.test(name)),
      4,
    ))
      await killAt(point, 'is cut off');
  });

  it('row 18: what killed runs leave behind is never read', async () => {
    const law = await stage.flip();
    const litter = '.3b0c2f6e-5a51-4a4c-9d57-0d6d3a0f9b11.tmp';
    stage.workspace.write(`groups/.hq.yaml${litter}`, 'address: [half a');
    stage.workspace.write(`.rollcall/.undo-20260101T000000Z.ldif${litter}`, 'dn: mail=hq@exam');
    stage.workspace.write(`.rollcall/..gitignore${litter}`, '');
    const result = await stage.apply();
    expect(result, result.stderr).toMatchObject({ code: 0, stderr: '' });
    await law.hold(result);
    await law.converges();
  });
});
