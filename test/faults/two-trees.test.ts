import { afterEach, describe, expect, it } from 'vitest';
import { roundSchema } from '../../src/report/round-schema.ts';
import { gate } from '../kit/fault-actions.ts';
import { commitAll, gitIn } from '../kit/git-workspace.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { type CommandResult, makeWorkspace, type Workspace } from '../kit/workspace.ts';
import { type FaultStage, isCheck, openFaultStage, real, shortPatience, wholeGroup } from './fault-stage.ts';

const [hq, ops] = ['hq@example.net', 'ops@example.net'];
let stage: FaultStage;
let newer: Workspace | undefined;
afterEach(async () => {
  newer?.end();
  newer = undefined;
  await stage.end();
});

it('row 22: an older tree that writes after a newer one is put right by the next run of the newer one', async () => {
  stage = await openFaultStage({
    entries: [groupLdif(hq, ['ann@example.net']), groupLdif(ops, ['ann@example.net'])],
    manifests: {
      'hq.yaml': manifest(hq, ['ann@example.net', 'old@example.net']),
      'ops.yaml': manifest(ops, ['ann@example.net', 'old@example.net']),
    },
  });
  const { proxy, slapd, workspace } = stage;
  const members = async (address: string): Promise<unknown> =>
    (await stage.tree())[groupDn(address)]?.['mailGroupMember'];
  newer = makeWorkspace(
    {
      'rollcall.yaml': workspace.read('rollcall.yaml').replace(proxy.url, slapd.url),
      'groups/hq.yaml': manifest(hq, ['ann@example.net', 'new@example.net']),
      'groups/ops.yaml': manifest(ops, ['ann@example.net', 'new@example.net']),
    },
    [slapd.accounts.rollcall.password],
  );
  const late = gate();
  proxy.when(real({ kind: 'modify', nth: 1 }), late.action);
  const older = stage.apply(['--no-preflight'], { variables: { ROLLCALL_TIMEOUT: '60' } });
  await late.reached;
  expect(await newer.run(['apply', '--yes'])).toMatchObject({ code: 0 });
  late.open();
  // Each group is as one of the trees says, never a mixture of both.
  expect(await older).toMatchObject({ code: 0, stderr: '' });
  for (const address of [hq, ops]) expect(await members(address)).toEqual(['ann@example.net', 'old@example.net']);
  expect(await newer.run(['apply', '--yes'])).toMatchObject({ code: 0 });
  for (const address of [hq, ops]) expect(await members(address)).toEqual(['ann@example.net', 'new@example.net']);
});

describe('row 22: a run that follows a branch', () => {
  const [ann, old, young] = ['ann@example.net', 'old@example.net', 'new@example.net'];
  const hqIs = async (): Promise<unknown> => (await stage.tree())[groupDn(hq)]?.['mailGroupMember'];
  const ours = async (): Promise<number> => (await stage.writes()).length;

  /** Two commits on one branch; the working tree is that of the older one. */
  async function open(): Promise<{ readonly older: string; readonly newest: string }> {
    stage = await openFaultStage({
      entries: [wholeGroup(hq, [ann])],
      manifests: { 'hq.yaml': manifest(hq, [ann, old]) },
    });
    gitIn(stage.workspace, 'init', '-q', '-b', 'main');
    const older = commitAll(stage.workspace, 'older');
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, young]));
    const newest = commitAll(stage.workspace, 'newer');
    gitIn(stage.workspace, 'checkout', '-q', '--detach', older);
    return { older, newest };
  }
  const originIs = (commit: string): string => gitIn(stage.workspace, 'update-ref', 'refs/remotes/origin/main', commit);
  const follow = (...words: readonly string[]): Promise<CommandResult> =>
    stage.workspace.run(['reconcile', '--tip', 'origin/main', '--undo', 'undo.ldif', ...words], {
      variables: { ...shortPatience, ROLLCALL_TIMEOUT: '60' },
    });

  it('stops by itself when its commit is older, before anything is sent', async () => {
    const { older, newest } = await open();
    originIs(newest);
    const { code, stderr } = await follow();
    expect(code).toBe(6);
    expect(stderr).toContain(`this commit is behind origin/main by 1: HEAD is ${older.slice(0, 12)}`);
    expect(stage.proxy.count({})).toBe(0);
    gitIn(stage.workspace, 'checkout', '-q', 'main');
    expect(await follow()).toMatchObject({ code: 0 });
    expect(await hqIs()).toEqual([ann, young]);
  });

  it.each(['the branch', 'HEAD'])(
    'stops right before the first write when %s moved after it had planned',
    async (what) => {
      const { older, newest } = await open();
      originIs(older);
      const late = gate();
      stage.proxy.when({ kind: 'modify', where: isCheck, times: 1 }, late.action);
      const run = follow('--preflight', '--format', 'json');
      await late.reached;
      if (what === 'HEAD') gitIn(stage.workspace, 'checkout', '-q', 'main');
      else originIs(newest);
      late.open();
      const { code, stdout, stderr } = await run;
      expect(code, stderr).toBe(6);
      expect(stderr).toContain('6/7 write: FAILED, nothing was written (');
      const name = what === 'HEAD' ? 'HEAD' : 'origin/main';
      const moved = `${name} was ${older.slice(0, 12)} when this run began, and is ${newest.slice(0, 12)} now`;
      expect(roundSchema.parse(JSON.parse(stdout))).toMatchObject({
        exitCode: 6,
        apply: null,
        trouble: { message: moved },
      });
      expect(await ours()).toBe(0);
      expect(stage.workspace.read('undo.ldif')).not.toContain('changetype');
      stage.proxy.clear();
      if (what !== 'HEAD') gitIn(stage.workspace, 'checkout', '-q', 'main');
      originIs(newest);
      expect(await follow()).toMatchObject({ code: 0 });
      expect(await hqIs()).toEqual([ann, young]);
      expect(await follow()).toMatchObject({ code: 0, stdout: 'Nothing to do: 1 group agrees with the directory.\n' });
      expect(await ours()).toBe(1);
    },
  );
});
