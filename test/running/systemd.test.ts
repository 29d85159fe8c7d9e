import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project } from '../docs/pages.ts';
import { type DebianProgram, debianProgram } from '../kit/debian-program.ts';
import { type ProgramResult, runProgram } from '../kit/run-program.ts';
import type { CommandResult } from '../kit/workspace.ts';
import { openRunningScene, type RunningScene } from './scene.ts';

const unit = (name: string): string => readFileSync(join(project, 'docs/running', name), 'utf8');
const service = unit('rollcall.service');
const valuesOf = (key: string): readonly string[] =>
  [...service.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

describe('the units of docs/running', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-units-'));
  let analyze: (...words: readonly string[]) => Promise<ProgramResult>;

  beforeAll(async () => {
    const program: DebianProgram = await debianProgram('systemd-analyze', 'systemd', [
      'lib/systemd',
      'usr/lib/systemd',
      'usr/lib/x86_64-linux-gnu/systemd',
      'usr/lib/aarch64-linux-gnu/systemd',
    ]);
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...program.env };
    analyze = (...words) => runProgram(program.file, words, { env, cwd: folder });
    // A program that is not there is an error, and on this machine Rollcall is not installed.
    writeFileSync(join(folder, 'rollcall.service'), service.replaceAll('/usr/local/bin/rollcall', '/bin/true'));
    copyFileSync(join(project, 'docs/running/rollcall.timer'), join(folder, 'rollcall.timer'));
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are without a mistake', async () => {
    const { code, stdout, stderr } = await analyze('verify', './rollcall.service', './rollcall.timer');
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  it('would be told about a misspelt line', async () => {
    writeFileSync(join(folder, 'wrong.service'), service.replace('LoadCredential=', 'LoadCredentials='));
    const { stderr } = await analyze('verify', './wrong.service');
    expect(stderr).toContain("'LoadCredentials' in section [Service]");
  });

  it('leave the run few rights', async () => {
    const { stdout } = await analyze('security', '--offline=true', '--threshold=25', './rollcall.service');
    expect(stdout).toMatch(/exposure level for rollcall\.service: [012]\.\d OK/);
  });
});

describe('the lines of rollcall.service', () => {
  let scene: RunningScene;
  beforeAll(async () => {
    scene = await openRunningScene();
  });
  afterAll(() => scene.end());

  /** What the service manager would do: every line in order, with the credential in a folder of its own. */
  const start = async (): Promise<CommandResult> => {
    const { stage, passwordFile } = scene;
    const metrics = join(dirname(passwordFile), 'metrics');
    mkdirSync(metrics, { recursive: true });
    const variables = valuesOf('Environment').map((one) => one.replace('%d', dirname(passwordFile)));
    const words = [...valuesOf('ExecStartPre'), ...valuesOf('ExecStart')]
      .map((line) => line.replace('/usr/local/bin/rollcall', '$ROLLCALL').replace('/var/lib/rollcall/metrics', metrics))
      .join(' && ');
    return stage.workspace.shell(`export ${variables.join(' ')}; ${words}`);
  };

  it('bring what was merged to the server, and then find nothing to do', async () => {
    scene.merge(['ann@example.net', 'carl@example.net']);
    expect((await start()).code).toBe(0);
    expect(await scene.members()).toEqual(['ann@example.net', 'carl@example.net']);
    const [again, writes] = [await start(), await scene.stage.writes()];
    expect([again.code, writes.length]).toEqual([0, 1]);
    expect(existsSync(join(dirname(scene.passwordFile), 'metrics/rollcall.prom'))).toBe(true);
  });

  it('stop when somebody wrote the history of the branch anew', async () => {
    scene.git('commit', '-q', '--amend', '-m', 'Another history');
    const { code, stderr } = await start();
    expect(code).not.toBe(0);
    expect(stderr).toContain('Not possible to fast-forward');
  });
});
