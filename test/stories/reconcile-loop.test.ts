import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMetrics } from '../kit/prometheus-text.ts';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import type { CommandInput, CommandResult, RunningCommand } from '../kit/workspace.ts';

const hq = 'hq@example.net';
const [ann, bob, carl] = ['ann@example.net', 'bob@example.net', 'carl@example.net'];

let stage: ServerStage;
beforeEach(async () => {
  stage = await openServerStage({
    entries: [groupLdif(hq, [ann], ['mailEnabled: TRUE'])],
    manifests: { 'hq.yaml': manifest(hq, [ann, bob]) },
  });
});
afterEach(() => stage.end());

interface Loop {
  readonly stop: (signal: 'SIGTERM' | 'SIGINT') => Promise<void>;
  readonly ended: Promise<CommandResult>;
}

/** Starts the loop; the metrics tell how far it is. */
function loop(every: string, more: readonly string[] = [], input: CommandInput = {}): Loop {
  let running: RunningCommand | undefined;
  const words = ['reconcile', '--every', every, '--metrics', 'rollcall.prom', ...more];
  const onStart = (command: RunningCommand): void => {
    running = command;
  };
  const ended = stage.workspace.run(words, { ...input, onStart });
  return { stop: async (signal) => running?.signal(signal), ended };
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 300) throw new Error(`it never came to this: ${what}`);
    await sleep(100);
  }
}

const members = async (): Promise<unknown> => (await stage.tree())[groupDn(hq)]?.['mailGroupMember'];
const membersAre = (wanted: readonly string[]) => async (): Promise<boolean> =>
  JSON.stringify(await members()) === JSON.stringify(wanted);

function metric(name: string): number | undefined {
  if (stage.workspace.files()['rollcall.prom'] === undefined) return undefined;
  return readMetrics(stage.workspace.read('rollcall.prom'))[`rollcall_${name}`]?.values[''];
}

/** After a run has been told of, nothing goes on but the waiting for the next one. */
async function quiet(): Promise<void> {
  await until('a run with nothing to do', () => metric('last_run_exit_code') === 0 && metric('applied_changes') === 0);
  const ended = metric('last_run_timestamp_seconds') ?? 0;
  await until('the next run', () => (metric('last_run_timestamp_seconds') ?? 0) > ended);
  await sleep(100);
}

describe('a loop', () => {
  it('applies what is new in the manifests, and ends with 0 when it is stopped between two runs', async () => {
    const { stop, ended } = loop('2s');
    await until('the first run', membersAre([ann, bob]));
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, carl]));
    await until('the second manifest', membersAre([ann, carl]));
    await quiet();
    await stop('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`+ ${bob}`);
    expect(stdout).toContain(`+ ${carl}\n         - ${bob}`);
    expect(stdout).toContain('Nothing to do: 1 group agrees with the directory.\n');
    expect(stderr).toMatch(/7\/7 read back: .*\nnext run in [012] s\n1\/7 tip: /);
    expect(stderr).toMatch(/\nnext run in [012] s\nstopped between two runs\n$/);
    expect((await stage.workspace.shell('ls .rollcall')).stdout.match(/undo-/g)).toHaveLength(2);
  });

  it('goes on after a run that failed, later each time, and writes nothing meanwhile', async () => {
    const { stop, ended } = loop('1s');
    await until('the first run', membersAre([ann, bob]));
    stage.workspace.write('groups/hq.yaml', 'address: nonsense\n');
    await until('a run that failed', () => metric('last_run_exit_code') === 1);
    const failed = metric('last_run_timestamp_seconds') ?? 0;
    await until('another one', () => (metric('last_run_timestamp_seconds') ?? 0) > failed);
    expect(await members()).toEqual([ann, bob]);
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, carl]));
    await until('a run that succeeds', membersAre([ann, carl]));
    await stop('SIGINT');
    const { code, stderr } = await ended;
    expect([0, 130]).toContain(code);
    expect(stderr).toMatch(/next run in [12] s, after 1 that failed\n/);
    expect(stderr).toMatch(/next run in [34] s, after 2 that failed\n/);
  });

  it('reads the password once and connects with it again and again', async () => {
    const { password, dn } = stage.slapd.accounts.rollcall;
    const settings = stage.workspace.read('rollcall.yaml').replace(/bind: .*/, `bind: { dn: "${dn}" }`);
    stage.workspace.write('rollcall.yaml', settings);
    const { stop, ended } = loop('2s', ['--password-stdin'], { stdin: `${password}\n` });
    await until('the first run', membersAre([ann, bob]));
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann]));
    await until('the second one', membersAre([ann]));
    await quiet();
    await stop('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });
});
