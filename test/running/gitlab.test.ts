import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project } from '../docs/pages.ts';
import { debianProgram } from '../kit/debian-program.ts';
import { type ProgramResult, runProgram } from '../kit/run-program.ts';
import { openRunningScene, type RunningScene } from './scene.ts';
import { runningTools } from './tools.ts';

/** How this machine reaches the registry: the job installs the program, and has a home of its own. */
function wayToRegistry(): Record<string, string> {
  const names =
    /^(?:node_extra_ca_certs|(?:https?_|no_|all_)proxy|npm_config_(?:registry|userconfig|globalconfig|cafile))$/i;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      names.test(name) && value !== undefined ? [[name, value] as const] : [],
    ),
  );
}

describe('docs/running/gitlab-ci.yml', { timeout: 180_000 }, () => {
  const packed = mkdtempSync(join(tmpdir(), 'rollcall-packed-'));
  let scene: RunningScene;
  let pipeline: (job: string, variables: Readonly<Record<string, string>>) => Promise<ProgramResult>;

  beforeAll(async () => {
    const tools = await runningTools();
    const rsync = await debianProgram('rsync', 'rsync');
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', packed], { cwd: project, stdio: 'pipe' });
    scene = await openRunningScene();
    const { folder } = scene.stage.workspace;
    copyFileSync(join(project, 'docs/running/gitlab-ci.yml'), join(folder, '.gitlab-ci.yml'));
    pipeline = (job, variables) => {
      const given = {
        PROGRAM_TARBALL: join(packed, 'rollcall-0.1.0.tgz'),
        ...variables,
      };
      const words = Object.entries(given).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
      const path = [dirname(process.execPath), rsync.folder, process.env['PATH']].join(delimiter);
      const env = { ...wayToRegistry(), PATH: path, HOME: folder, ...rsync.env };
      const program = join(tools, '.bin/gitlab-ci-local');
      return runProgram(program, ['--force-shell-executor', '--no-shell-isolation', ...words, job], {
        env,
        cwd: folder,
      });
    };
  }, 300_000);
  afterAll(async () => {
    rmSync(packed, { recursive: true, force: true });
    await scene.end();
  });

  it('says in a merge request who joins and who leaves', async () => {
    const base = scene.git('rev-parse', 'HEAD').trim();
    scene.merge(['ann@example.net', 'carl@example.net']);
    scene.git('pull', '-q');
    const { code, stdout, stderr } = await pipeline('merge-request', {
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    });
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('- joins: `carl@example.net`');
    expect(await scene.members()).toEqual(['ann@example.net', 'bob@example.net']);
  });

  it('makes the directory agree after the merge, and then has nothing to do', async () => {
    const variables = {
      CI_PIPELINE_SOURCE: 'push',
      ROLLCALL_BIND_PASSWORD: scene.stage.slapd.accounts.rollcall.password,
    };
    const { code, stdout, stderr } = await pipeline('reconcile', variables);
    expect(code, stdout + stderr).toBe(0);
    expect(await scene.members()).toEqual(['ann@example.net', 'carl@example.net']);
    const again = await pipeline('reconcile', variables);
    expect([again.code, (await scene.stage.writes()).length]).toEqual([0, 1]);
  });

  it('refuses a pipeline of a commit that is not the last one any more', async () => {
    scene.merge(['ann@example.net']);
    const variables = {
      CI_PIPELINE_SOURCE: 'push',
      ROLLCALL_BIND_PASSWORD: scene.stage.slapd.accounts.rollcall.password,
    };
    expect((await pipeline('reconcile', variables)).code).not.toBe(0);
    expect((await scene.stage.writes()).length).toBe(1);
  });
});
