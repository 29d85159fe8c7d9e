import { afterEach, describe, expect, it } from 'vitest';
import { roundSchema } from '../../src/report/round-schema.ts';
import { answer, first } from '../kit/fault-actions.ts';
import { readMetrics } from '../kit/prometheus-text.ts';
import { groupDn, manifest } from '../kit/texts.ts';
import type { CommandInput, CommandResult, RunningCommand } from '../kit/workspace.ts';
import { type FaultStage, isCheck, openFaultStage, real, shortPatience, wholeGroup } from './fault-stage.ts';

const [hq, ops, team] = ['hq@example.net', 'ops@example.net', 'team@example.net'];
const [ann, bob, eve] = ['ann@example.net', 'bob@example.net', 'eve@example.net'];

let stage: FaultStage;
afterEach(() => stage.end());

async function open(): Promise<void> {
  stage = await openFaultStage({
    entries: [hq, ops, team].map((group) => wholeGroup(group, [ann])),
    manifests: {
      'hq.yaml': manifest(hq, [ann, bob]),
      'ops.yaml': manifest(ops, [ann, bob]),
      'team.yaml': manifest(team, [ann]),
    },
  });
}

const reconcile = (words: readonly string[] = [], input: CommandInput = {}): Promise<CommandResult> =>
  stage.workspace.run(['reconcile', '--metrics', 'rollcall.prom', ...words], {
    ...input,
    variables: { ...shortPatience, ROLLCALL_IN_FLIGHT: '1', ...input.variables },
  });
const metric = (name: string): number | undefined =>
  readMetrics(stage.workspace.read('rollcall.prom'))[`rollcall_${name}`]?.values[''];

async function converges(): Promise<void> {
  stage.proxy.clear();
  expect(await reconcile()).toMatchObject({ code: 0 });
  const quiet = await reconcile();
  expect(quiet).toMatchObject({ code: 0, stdout: 'Nothing to do: 3 groups agree with the directory.\n' });
}

describe('an unattended run', () => {
  it('that reads back and finds another hand at work ends with 5 and says which group', async () => {
    await open();
    const edit = `dn: ${groupDn(team)}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: ${eve}\n-\n`;
    stage.proxy.when(
      real({ kind: 'modifyResult', nth: 4 }),
      first(async () => {
        expect(await stage.slapd.ldapmodify(edit)).toMatchObject({ code: 0 });
      }),
    );
    const { code, stdout, stderr } = await reconcile(['--format', 'json']);
    expect(code, stderr).toBe(5);
    expect(stderr).toContain(`7/7 read back: FAILED, 1 group differs from the manifests again: ${team} (`);
    const { trouble, apply } = roundSchema.parse(JSON.parse(stdout));
    expect(trouble?.message).toBe(`1 group differs from the manifests again: ${team}`);
    expect(apply?.summary).toMatchObject({ applied: 2, failed: 0 });
    expect([metric('last_run_exit_code'), metric('applied_changes')]).toEqual([5, 2]);
    await converges();
  });

  it('that cannot read back ends with 4 and still tells what was written and how to take it back', async () => {
    await open();
    stage.proxy.when(
      real({ kind: 'modifyResult', nth: 4 }),
      first(async () => {
        await stage.proxy.refuse();
      }),
    );
    const { code, stdout, stderr } = await reconcile(['--undo', 'undo.ldif'], {
      variables: { ROLLCALL_RETRY_TRIES: '1' },
    });
    expect(code, stderr).toBe(4);
    expect(stderr).toContain('7/7 read back: FAILED, so nobody knows whether the directory is as declared now (');
    expect(stdout).toContain(`applied  ~ ${hq}  1 member added`);
    expect(stdout).toContain('Undo: undo.ldif takes back what was applied');
    expect(stdout).toMatch(/\nTrouble: .*\n$/);
    expect([metric('last_run_exit_code'), metric('applied_changes')]).toEqual([4, 2]);
    await stage.proxy.accept();
    await converges();
  });

  it('that is told to stop while it writes finishes the request under way, reports, and ends with 130', async () => {
    await open();
    let command: RunningCommand | undefined;
    stage.proxy.when(
      real({ kind: 'modify', nth: 1 }),
      first(async () => {
        await command?.signal('SIGTERM');
        await new Promise((resolve) => setTimeout(resolve, 300));
      }),
    );
    const onStart = (started: RunningCommand): void => {
      command = started;
    };
    const { code, stdout, stderr } = await reconcile(['--every', '1s'], { onStart });
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('rollcall: stopping after the requests under way');
    expect(stderr).toContain('6/7 write: ');
    expect(stderr).not.toContain('7/7');
    expect(stdout).toContain('Applied 1 of 2 steps; 1 skipped.');
    expect(stage.proxy.count({ kind: 'modify', where: (message) => !isCheck(message) })).toBe(1);
    expect([metric('last_run_exit_code'), metric('pending_changes')]).toEqual([130, 1]);
    await converges();
  });

  it('whose step is refused does the others, counts it, and ends with 5', async () => {
    await open();
    stage.proxy.when(real({ kind: 'modify', dn: groupDn(hq) }), answer({ code: 50, text: 'no' }));
    const { code, stderr } = await reconcile(['--no-preflight']);
    expect(code, stderr).toBe(5);
    expect(stderr).toContain('6/7 write: FAILED, applied 1 of 2 steps; 1 failed, undo file ');
    expect(stderr).toContain('7/7 read back: all else is as declared (');
    expect([metric('failed_changes'), metric('pending_changes'), metric('applied_changes')]).toEqual([1, 1, 1]);
    await converges();
  });
});
