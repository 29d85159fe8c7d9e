import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applySchema } from '../../src/report/apply-schema.ts';
import { roundSchema } from '../../src/report/round-schema.ts';
import { commitAll, gitIn } from '../kit/git-workspace.ts';
import { readMetrics } from '../kit/prometheus-text.ts';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';

const [hq, ops] = ['hq@example.net', 'ops@example.net'];
const [ann, bob, eve] = ['ann@example.net', 'bob@example.net', 'eve@example.net'];
const phases = ['tip', 'manifests', 'directory', 'plan', 'limits', 'write', 'read back'];

let stage: ServerStage;
beforeEach(async () => {
  stage = await openServerStage({
    entries: [groupLdif(hq, [ann, bob], ['mailEnabled: TRUE']), groupLdif(ops, [ann], ['mailEnabled: TRUE'])],
    manifests: { 'hq.yaml': manifest(hq, [ann, bob]), 'ops.yaml': manifest(ops, [ann]) },
  });
});
afterEach(() => stage.end());

const reconcile = (...words: readonly string[]): Promise<CommandResult> => stage.workspace.run(['reconcile', ...words]);
const members = async (group: string): Promise<readonly string[]> =>
  (await stage.tree())[groupDn(group)]?.['mailGroupMember'] ?? [];
const metric = (name: string): number | undefined =>
  readMetrics(stage.workspace.read('rollcall.prom'))[`rollcall_${name}`]?.values[''];

/** Somebody changes the directory behind the back of git. */
async function drift(group: string, ...lines: readonly string[]): Promise<void> {
  const ldif = ['changetype: modify', ...lines, '-'].join('\n');
  expect(await stage.slapd.ldapmodify(`dn: ${groupDn(group)}\n${ldif}\n`)).toMatchObject({ code: 0 });
}

const addEve = ['add: mailGroupMember', `mailGroupMember: ${eve}`] as const;

describe('the nightly job', () => {
  it('puts drift right, says who left, leaves an undo file, and then has nothing to do', async () => {
    await drift(hq, ...addEve);
    const first = await reconcile('--undo', 'undo.ldif');
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain(`applied  ~ ${hq}  1 member removed\n         - ${eve}`);
    expect(first.stdout).toContain('Undo: undo.ldif takes back what was applied');
    expect(await members(hq)).toEqual([ann, bob]);
    const lines = first.stderr.trim().split('\n');
    expect(lines.map((line) => line.replace(/:.*/, ''))).toEqual(phases.map((name, index) => `${index + 1}/7 ${name}`));
    for (const line of lines) expect(line).toMatch(/ \(\d+\.\d\d s\)$/);
    const writes = await stage.writes();
    const again = await reconcile('--undo', 'again.ldif');
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to do: 2 groups agree with the directory.\n' });
    expect(await stage.writes()).toEqual(writes);
    expect(Object.keys(stage.workspace.files())).not.toContain('again.ldif');
    expect(await stage.slapd.ldapmodify(stage.workspace.read('undo.ldif'))).toMatchObject({ code: 0 });
    expect(await members(hq)).toEqual([ann, bob, eve]);
  });

  it('only looks with --check: 2 when something is pending, and nothing is written', async () => {
    expect(await reconcile('--check')).toMatchObject({ code: 0 });
    await drift(hq, ...addEve);
    const { code, stdout, stderr } = await reconcile('--check');
    expect(code).toBe(2);
    expect(stdout).toContain(`~ ${hq}  1 member to remove\n    - ${eve}`);
    expect(stderr).toContain('6/7 write: not done (--check): 1 change is pending (');
    expect(await members(hq)).toEqual([ann, bob, eve]);
    expect(Object.keys(stage.workspace.files())).not.toContain('.rollcall');
  });

  it('holds what a limit holds, does the rest, and ends with 3', async () => {
    const crowd = Array.from({ length: 12 }, (_, index) => `m${index}@example.net`);
    await drift(hq, 'add: mailGroupMember', ...crowd.map((member) => `mailGroupMember: ${member}`));
    await drift(ops, ...addEve);
    const { code, stdout, stderr } = await reconcile('--format', 'json', '--metrics', 'rollcall.prom');
    expect(code).toBe(3);
    const { plan, apply, trouble } = roundSchema.parse(JSON.parse(stdout));
    expect(plan?.held.map(({ limit, step }) => [limit, step.change.address])).toEqual([['per-group', hq]]);
    expect(applySchema.parse(apply).summary).toMatchObject({ applied: 1, held: 1 });
    expect(trouble).toBeNull();
    expect(stderr).toContain(`5/7 limits: 1 change is held: ${hq} (`);
    expect(stderr).toContain('7/7 read back: all else is as declared (');
    expect([metric('held_changes'), metric('applied_changes'), metric('pending_changes')]).toEqual([1, 1, 0]);
    expect(await members(ops)).toEqual([ann]);
    expect(await reconcile('--check')).toMatchObject({ code: 3 });
  });

  it('keeps the time of the last success in the metrics when it fails, and tells what failed', async () => {
    expect((await reconcile('--metrics', 'rollcall.prom')).code).toBe(0);
    const success = metric('last_success_timestamp_seconds');
    expect(success).toBeGreaterThan(Date.now() / 1000 - 60);
    expect(statSync(join(stage.workspace.folder, 'rollcall.prom')).mode & 0o777).toBe(0o644);
    stage.workspace.write('groups/hq.yaml', 'address: nonsense\n');
    const invalid = await reconcile('--metrics', 'rollcall.prom', '--summary', 'summary.md');
    expect(invalid).toMatchObject({ code: 1 });
    expect(invalid.stdout).toContain('Failed in phase 2 of 7 (manifests); nothing was written.');
    expect(invalid.stderr).toMatch(/2\/7 manifests: FAILED, \d errors?; nothing was written \(/);
    expect(stage.workspace.read('summary.md')).toContain('- `groups/hq.yaml:1:10` error');
    expect([metric('last_run_exit_code'), metric('last_success_timestamp_seconds')]).toEqual([1, success]);
    expect(metric('groups')).toBeUndefined();
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, bob]));
    await stage.slapd.kill9();
    const variables = { ROLLCALL_RETRY_TRIES: '1' };
    const gone = await stage.workspace.run(['reconcile', '--metrics', 'rollcall.prom', '--format', 'json'], {
      variables,
    });
    expect(gone.code).toBe(4);
    expect(gone.stderr).toContain('3/7 directory: FAILED, nothing was written (');
    const { trouble, phases: begun, plan } = roundSchema.parse(JSON.parse(gone.stdout));
    expect([begun.length, plan]).toEqual([3, null]);
    expect(gone.stderr).toContain(trouble?.message ?? 'no trouble');
    expect([metric('last_run_exit_code'), metric('last_success_timestamp_seconds')]).toEqual([4, success]);
    expect([metric('groups'), metric('held_changes')]).toEqual([2, undefined]);
  });

  it('adds to the summary of a workflow, and replaces any other file', async () => {
    stage.workspace.write('step.md', '# Before');
    stage.workspace.write('other.md', '# Before');
    const variables = { GITHUB_STEP_SUMMARY: join(stage.workspace.folder, 'step.md') };
    for (const file of ['step.md', 'other.md', join(stage.workspace.folder, 'step.md')]) {
      const words = ['reconcile', '--summary', file];
      expect(await stage.workspace.run(words, { variables })).toMatchObject({ code: 0 });
    }
    const quiet = '**Nothing to do: 2 groups agree with the directory.**\n';
    expect(stage.workspace.read('step.md').startsWith(`# Before\n${quiet}`)).toBe(true);
    expect(stage.workspace.read('step.md').split(quiet)).toHaveLength(3);
    expect(stage.workspace.read('other.md').startsWith(quiet)).toBe(true);
  });

  it('ends with 1 when all is well and a report cannot be written; the other one is written all the same', async () => {
    stage.workspace.write('folder/file', '');
    const { code, stdout, stderr } = await reconcile('--summary', 'folder', '--metrics', 'rollcall.prom');
    expect([code, stdout]).toEqual([1, 'Nothing to do: 2 groups agree with the directory.\n']);
    expect(stderr).toContain('rollcall: cannot write folder: it is a folder');
    expect(metric('last_run_exit_code')).toBe(0);
  });

  it('reads the password from standard input once, although it connects twice', async () => {
    await drift(hq, ...addEve);
    const { password, dn } = stage.slapd.accounts.rollcall;
    const settings = stage.workspace.read('rollcall.yaml').replace(/bind: .*/, `bind: { dn: "${dn}" }`);
    stage.workspace.write('rollcall.yaml', settings);
    const words = ['reconcile', '--password-stdin'];
    expect(await stage.workspace.run(words, { stdin: `${password}\n` })).toMatchObject({ code: 0 });
    expect(await members(hq)).toEqual([ann, bob]);
  });

  it.each([['--every', '5x'], ['--every', '5m', '--undo', 'undo.ldif'], ['--format', 'ldif'], ['--check=yes']])(
    'takes no nonsense: %s %s',
    async (...words) => {
      expect(await reconcile(...words.filter((word) => word !== undefined))).toMatchObject({ code: 1, stdout: '' });
    },
  );
});

describe('the nightly job that follows a branch', () => {
  beforeEach(() => {
    gitIn(stage.workspace, 'init', '-q', '-b', 'main');
    fetched(commitAll(stage.workspace, 'Start'));
  });
  const fetched = (commit: string): string => gitIn(stage.workspace, 'update-ref', 'refs/remotes/origin/main', commit);

  it('writes what the tip declares, and says which commit that is', async () => {
    stage.workspace.write('groups/ops.yaml', manifest(ops, [ann, bob]));
    const commit = commitAll(stage.workspace, 'Bob for ops');
    fetched(commit);
    const { code, stdout, stderr } = await reconcile('--tip', 'origin/main', '--summary', 'summary.md');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`1/7 tip: ${commit.slice(0, 12)} is origin/main (`);
    expect(stdout).toContain(`(manifests: revision ${commit.slice(0, 12)})`);
    expect(stage.workspace.read('summary.md')).toContain(`revision \`${commit.slice(0, 12)}\`, to be \`origin/main\`.`);
    expect(await members(ops)).toEqual([ann, bob]);
  });

  it('says of each difference which commit made it, and what no commit made', async () => {
    await drift(hq, ...addEve);
    stage.workspace.write('groups/ops.yaml', manifest(ops, [ann, bob]));
    const commit = commitAll(stage.workspace, 'Bob for ops (#7)');
    fetched(commit);
    const words = ['--tip', 'origin/main', '--metrics', 'rollcall.prom', '--summary', 'summary.md'];
    const { code, stdout, stderr } = await reconcile(...words);
    expect(code, stderr).toBe(0);
    for (const text of [stdout, stage.workspace.read('summary.md')]) {
      expect(text).toMatch(/drift/);
      expect(text).toMatch(/Bob for ops \(#7\)/);
    }
    expect(metric('drift')).toBe(1);
    expect((await reconcile('--tip', 'origin/main', '--metrics', 'rollcall.prom')).code).toBe(0);
    expect(metric('drift')).toBe(0);
  });

  it.each(['write', 'check'])('does not even look at the directory when its commit is old (%s)', async (goal) => {
    const old = gitIn(stage.workspace, 'rev-parse', 'HEAD');
    stage.workspace.write('groups/ops.yaml', manifest(ops, [ann, bob]));
    fetched(commitAll(stage.workspace, 'Bob for ops'));
    gitIn(stage.workspace, 'checkout', '-q', '--detach', old);
    await stage.slapd.kill9();
    const { code, stdout, stderr } = await reconcile('--tip', 'origin/main', ...(goal === 'check' ? ['--check'] : []));
    expect(code).toBe(6);
    expect(stdout).toContain(
      'Failed in phase 1 of 7 (tip); nothing was written: this commit is behind origin/main by 1',
    );
    expect(stderr).toContain('1/7 tip: FAILED, nothing was written (');
  });

  it('does not write what nobody committed', async () => {
    stage.workspace.write('groups/ops.yaml', manifest(ops, [ann, eve]));
    const { code, stderr } = await reconcile('--tip', 'origin/main');
    expect(code).toBe(6);
    expect(stderr).toContain('2/7 manifests: FAILED, nothing was written (');
    expect(stderr).toMatch(/1 file differs from the commit [0-9a-f]{12}: groups\/ops\.yaml/);
    expect(await members(ops)).toEqual([ann]);
    expect((await reconcile('--check')).code).toBe(2);
  });

  it('calls a commit that nobody knows a mistake', async () => {
    const { code, stderr } = await reconcile('--tip', 'origin/man');
    expect(code).toBe(1);
    expect(stderr).toContain('there is no commit origin/man');
  });
});
