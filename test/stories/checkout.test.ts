import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import { builtCli, type CommandResult } from '../kit/workspace.ts';

const hq = 'hq@example.net';
const ops = 'ops@example.net';
const [ann, bob] = ['ann@example.net', 'bob@example.net'];
let stage: ServerStage;
beforeEach(async () => {
  stage = await openServerStage({
    entries: [groupLdif(hq, [ann]), groupLdif(ops, [ann])],
    manifests: { 'hq.yaml': manifest(hq, [ann, bob]), 'team/ops.yaml': manifest(ops, [bob]) },
    settings: ['prune: all', 'safety: { deletions: { floor: 100 } }'],
  });
});
afterEach(() => stage.end());

function git(...words: readonly string[]): void {
  const { folder } = stage.workspace;
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.net'];
  execFileSync('git', ['-C', folder, ...identity, ...words], { env, stdio: 'pipe' });
}

function commit(): void {
  git('init', '-q');
  git('add', 'groups', 'rollcall.yaml');
  git('commit', '-qm', 'first');
}

/** Every command that reads manifests refuses, says these words, and nothing is written anywhere. */
async function refused(words: RegExp, run: (words: readonly string[]) => Promise<CommandResult>): Promise<void> {
  const before = await stage.slapd.slapcat();
  for (const command of [['validate'], ['plan'], ['apply', '--yes']]) {
    const { code, stdout, stderr } = await run(command);
    expect({ code, said: stdout + stderr }, command.join(' ')).toEqual({ code: 1, said: expect.stringMatching(words) });
    expect(stderr).not.toContain('this is a bug');
  }
  expect(await stage.writes()).toEqual([]);
  expect(await stage.slapd.slapcat()).toEqual(before);
}

const here = (words: readonly string[]): Promise<CommandResult> => stage.workspace.run(words);

describe('nothing is written', () => {
  it.each<readonly [what: string, words: RegExp, harm: () => void]>([
    [
      'from a sparse checkout',
      /groups\/team\/ops\.yaml:1:1 error RC157/,
      () => git('sparse-checkout', 'set', '--no-cone', '/*', '!/groups/team/'),
    ],
    ['from skipped files', /error RC157/, () => git('update-index', '--skip-worktree', 'groups/hq.yaml')],
    [
      'while a tracked manifest is missing',
      /groups\/hq\.yaml:1:1 error RC159 .*\n {2}hint: .*git rm/,
      () => stage.workspace.remove('groups/hq.yaml'),
    ],
    ['while groups/ is missing, though git has it', /error RC159/, () => stage.workspace.remove('groups')],
    ['while the checkout is not finished', /error RC161/, () => rmSync(join(stage.workspace.folder, '.git/index'))],
    ['while git is at work', /git is at work in this repository/, () => stage.workspace.write('.git/index.lock', '')],
    [
      'from a pointer of Git LFS',
      /groups\/hq\.yaml:1:1 error RC155/,
      () =>
        stage.workspace.write('groups/hq.yaml', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n'),
    ],
  ])('%s', async (_, words, harm) => {
    commit();
    harm();
    await refused(words, here);
  });

  it.each<readonly [what: string, words: RegExp, harm: () => void]>([
    ['without groups/', /cannot read the folder groups: ENOENT/, () => stage.workspace.remove('groups')],
    [
      'from an empty groups/',
      /there is no manifest in groups/,
      () => {
        stage.workspace.remove('groups');
        stage.workspace.write('groups/README.md', 'nothing yet\n');
      },
    ],
    [
      'while every manifest is invalid',
      /2 errors/,
      () => {
        for (const name of ['hq.yaml', 'team/ops.yaml']) stage.workspace.write(`groups/${name}`, 'nonsense\n');
      },
    ],
  ])('%s', async (_, words, harm) => {
    harm();
    await refused(words, here);
  });

  it('from a folder that is not the right one', async () => {
    stage.workspace.write('elsewhere/notes.txt', '');
    await refused(/there is no file rollcall\.yaml/, (words) =>
      stage.workspace.shell(`cd elsewhere && $ROLLCALL ${words.join(' ')}`),
    );
    await refused(/cannot read the folder groups/, (words) =>
      stage.workspace.shell(`cd elsewhere && $ROLLCALL ${words.join(' ')} --config ../rollcall.yaml`),
    );
  });

  it('while one manifest may not be read', async () => {
    const { folder } = stage.workspace;
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'groups/hq.yaml'), 0);
    // Root may read everything, so another user runs the command when the tests run as root.
    const script = `if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
      process.argv.splice(1, 0, 'rollcall'); import(${JSON.stringify(builtCli)});`;
    writeFileSync(join(folder, 'as-nobody.mjs'), script);
    await refused(/groups\/hq\.yaml:1:1 error RC156/, (words) =>
      stage.workspace.shell(`node --input-type=module --eval "$(cat as-nobody.mjs)" -- ${words.join(' ')}`),
    );
    chmodSync(join(folder, 'groups/hq.yaml'), 0o644);
  });
});

describe('a complete checkout', () => {
  it('applies, and a group that git was told to forget goes', async () => {
    commit();
    git('rm', '-q', 'groups/team/ops.yaml');
    const { code, stdout, stderr } = await stage.workspace.run(['apply', '--yes']);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expect((await stage.writes()).map(({ changetype }) => changetype).sort()).toEqual(['delete', 'modify']);
  });
});
