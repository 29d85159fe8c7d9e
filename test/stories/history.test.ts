import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diffSchema } from '../../src/report/comparison-schema.ts';
import { logSchema } from '../../src/report/log-schema.ts';
import { manifest } from '../kit/texts.ts';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';
import { workflowCommand } from '../report/hostile.ts';

const [ann, bob, carl] = ['ann@example.net', 'bob@example.net', 'carl@example.net'];
let workspace: Workspace;
beforeEach(() => {
  workspace = makeWorkspace({ 'rollcall.yaml': '{}\n', 'groups/hq.yaml': manifest('hq@example.net', [ann, bob]) }, []);
  git('init', '-q', '-b', 'main');
  commit('Start');
});
afterEach(() => workspace.end());

function git(...words: readonly string[]): string {
  const { folder } = workspace;
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.net'];
  return execFileSync('git', ['-C', folder, ...identity, ...words], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(subject: string): void {
  git('add', 'groups', 'rollcall.yaml');
  git('commit', '-qm', subject);
}

describe('a colleague who opens a pull request', () => {
  beforeEach(() => {
    git('checkout', '-q', '-b', 'feature');
    workspace.write('groups/hq.yaml', manifest('hq@example.net', [ann, carl]));
    workspace.write('groups/new.yaml', manifest('new@example.net', [bob]));
    commit('Carl for Bob (#12)');
    git('mv', 'groups/hq.yaml', 'groups/team.yaml');
    commit('Move');
  });

  it('sees what the branch changes, and so does whoever looks from the default branch', async () => {
    const { code, stdout, stderr } = await workspace.run(['diff']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        `Manifests ${git('rev-parse', 'main').slice(0, 12)} → the working tree\n`,
        '~ hq@example.net  1 member joins, 1 leaves',
        '    + carl@example.net',
        '    - bob@example.net\n',
        '+ new@example.net  new group, 1 member',
        '    + bob@example.net\n',
        '1 new group, 1 changed group; 2 members join, 1 member leaves. 0 unchanged.\n',
      ].join('\n'),
    );
    const { stdout: between } = await workspace.run(['diff', 'main', 'feature']);
    git('checkout', '-q', 'main');
    expect((await workspace.run(['diff', 'main', 'feature'])).stdout).toBe(between);
    expect((await workspace.run(['diff', '--detailed-exitcode'])).code).toBe(0);
  });

  it('gets a summary for the pull request, and JSON that its schema knows', async () => {
    const { stdout: markdown } = await workspace.run(['diff', 'HEAD~2', 'HEAD', '--format', 'markdown']);
    expect(markdown.split('\n')[0]).toBe(
      '**1 new group, 1 changed group; 2 members join, 1 member leaves. 0 unchanged.**',
    );
    expect(markdown).toContain('- joins: `carl@example.net`\n- leaves: `bob@example.net`\n');
    const { code, stdout } = await workspace.run(['diff', '--format', 'json', '--detailed-exitcode']);
    expect(code).toBe(2);
    const { groups, head, base } = diffSchema.parse(JSON.parse(stdout));
    expect(groups.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
      'changed groups/team.yaml',
      'new groups/new.yaml',
    ]);
    expect([base, head]).toEqual([git('rev-parse', 'main'), null]);
  });

  it('sees what is not committed, and the problems of what is', async () => {
    workspace.write('groups/team.yaml', manifest('hq@example.net', [ann, carl, 'dora@example.net']));
    expect((await workspace.run(['diff', 'HEAD'])).stdout).toContain('1 changed group; 1 member joins.');
    workspace.write('groups/team.yaml', 'address: nonsense\n');
    const broken = await workspace.run(['diff']);
    expect({ code: broken.code, stdout: broken.stdout }).toEqual({ code: 1, stdout: '' });
    expect(broken.stderr).toContain('groups/team.yaml:1:10 error RC210');
    commit('broken');
    const same = await workspace.run(['diff', 'main', 'HEAD']);
    expect([same.code, same.stdout, same.stderr]).toEqual([1, '', broken.stderr]);
  });

  it('may repair what was broken: the rest is compared, and the repaired group is never called new', async () => {
    workspace.write('groups/new.yaml', 'address: new@example.net\nmembers: 5\n');
    commit('broken');
    workspace.write('groups/new.yaml', manifest('new@example.net', [bob]));
    workspace.write('groups/team.yaml', manifest('hq@example.net', [carl]));
    const { code, stdout, stderr } = await workspace.run(['diff', 'HEAD']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^rollcall: manifests of the base [0-9a-f]{12} are not valid:\ngroups\/new\.yaml:2:/);
    expect(stdout).toContain(
      'Not compared, because the manifest was not valid before (1):\n    new@example.net  groups/new.yaml',
    );
    expect(stdout).toContain('1 changed group; 1 member leaves. 0 unchanged. 1 group not compared.');
  });
});

describe('who asks for the history of a group', () => {
  it('reads who did what and why, through a rename, and JSON that its schema knows', async () => {
    const text = `${manifest('hq@example.net', [ann])}  - address: ${carl}\n    reason: Migration\n`;
    git('rm', '-q', 'groups/hq.yaml');
    workspace.write('groups/staff.yaml', text);
    commit('Carl for Bob (#12)');
    const { code, stdout, stderr } = await workspace.run(['log', 'HQ@example.net']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /commit [0-9a-f]{12} {2}\d{4}-\d\d-\d\d {2}Ann: Carl for Bob \(#12\)\n {4}\+ carl@example\.net {2}\(reason: Migration\)\n {4}- bob@example\.net\n\ncommit [0-9a-f]{12} {2}\S+ {2}Ann: Start {2}\[group declared\]\n {4}\+ ann@example\.net\n {4}\+ bob@example\.net\n\n2 commits; 2 members, 1 former\.\n$/,
    );
    const json = await workspace.run(['log', 'hq@example.net', 'BOB@example.net', '--format', 'json']);
    const log = logSchema.parse(JSON.parse(json.stdout));
    expect(log.events.map(({ commit: { pullRequest } }) => pullRequest)).toEqual([12, null]);
    expect(log.members).toEqual([
      { address: bob, reason: null, added: git('rev-parse', 'HEAD~1'), removed: git('rev-parse', 'HEAD') },
    ]);
  });

  it('reads what brings members that the manifest does not name', async () => {
    workspace.write('groups/berlin.yaml', manifest('berlin@example.net', [carl]));
    workspace.write('groups/hq.yaml', manifest('hq@example.net', [ann], ['include: [berlin@example.net]']));
    commit('Berlin is part of it');
    const { stdout } = await workspace.run(['log', 'hq@example.net', carl]);
    expect(stdout.split('\n').slice(3)).toEqual([
      '    + the members of berlin@example.net (include)',
      '',
      '1 commit; never named as a member; who came by include or query is not in this history.',
      '',
    ]);
  });

  it('is told when there is none', async () => {
    const nobody = await workspace.run(['log', 'hq@example.net', carl]);
    expect([nobody.code, nobody.stdout.split('\n').at(-2)]).toEqual([0, '0 commits; never a member.']);
    const group = await workspace.run(['log', 'nothing@example.net']);
    expect([group.code, group.stderr]).toEqual([
      1,
      expect.stringContaining('no commit declares the group nothing@example.net'),
    ]);
    const word = await workspace.run(['log', 'hq']);
    expect([word.code, word.stderr]).toEqual([
      1,
      expect.stringContaining('hq is not a mail address: it has no domain'),
    ]);
  });

  it('sees in a shallow clone where it begins', async () => {
    workspace.write('groups/hq.yaml', manifest('hq@example.net', [ann]));
    commit('Without Bob');
    git('clone', '-q', '--depth=1', `file://${workspace.folder}`, 'clone');
    const { stdout } = await workspace.shell('cd clone && $ROLLCALL log hq@example.net');
    expect(stdout).toContain('[history begins]');
    expect(stdout).toContain('This clone is shallow: its history begins at');
  });
});

describe('what is refused', () => {
  it('a revision that looks like an option, and one that is not there', async () => {
    const file = join(workspace.folder, 'written');
    for (const words of [['--', `--output=${file}`], ['--', 'HEAD', `--output=${file}`], ['nowhere']]) {
      const { code, stderr, stdout } = await workspace.run(['diff', ...words]);
      expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(`there is no commit ${words.at(-1)}`)]);
    }
    expect((await workspace.run(['diff', `--output=${file}`])).stderr).toContain("unknown option '--output=…'");
    expect(existsSync(file)).toBe(false);
  });

  it('a shallow clone without the base, with what to do', async () => {
    workspace.write('groups/hq.yaml', manifest('hq@example.net', [ann]));
    commit('second');
    git('clone', '-q', '--depth=1', `file://${workspace.folder}`, 'clone');
    const { code, stderr } = await workspace.shell('cd clone && $ROLLCALL diff HEAD^1');
    expect([code, stderr]).toEqual([1, expect.stringContaining('fetch-depth: 0')]);
  });

  it('a folder outside of git, in words', async () => {
    workspace.remove('.git');
    for (const words of [['diff'], ['log', 'hq@example.net']]) {
      const { code, stderr } = await workspace.run(words);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^rollcall: groups is not in a git repository\n {2}hint: /),
      ]);
    }
  });

  it('a revision without a single manifest', async () => {
    git('rm', '-rq', 'groups');
    git('commit', '-qm', 'all gone');
    const { code, stderr } = await workspace.run(['diff', 'HEAD^1', 'HEAD']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('there is no manifest in groups at ')]);
    const back = await workspace.run(['diff', 'HEAD', 'HEAD^1']);
    expect(back.stdout).toContain('There is no manifest in groups at the base, so all groups are new.');
  });
});

describe('a hostile commit', () => {
  it('commands neither the terminal nor the log of a workflow', async () => {
    workspace.write('groups/hq.yaml', manifest('hq@example.net', [ann]));
    git('add', 'groups');
    git(
      'commit',
      '-qm',
      '::stop-commands::x ##[error]y \u001b]0;z\u0007 \u202e',
      '--author',
      '::error::a <\u001b[2J@x>',
    );
    for (const format of ['text', 'json']) {
      const variables = { GITHUB_ACTIONS: 'true' };
      const { code, stdout } = await workspace.run(['log', 'hq@example.net', '--format', format], { variables });
      expect(code).toBe(0);
      expect(stdout).not.toMatch(workflowCommand);
      expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/);
    }
  });
});
