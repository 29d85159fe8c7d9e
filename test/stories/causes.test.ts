import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applySchema } from '../../src/report/apply-schema.ts';
import { planSchema } from '../../src/report/plan-schema.ts';
import { type GitFolder, gitFolder } from '../kit/git-folder.ts';
import { openFileStage, openServerStage, type Scene, type ServerStage, type Stage } from '../kit/stage.ts';
import { groupDn, groupLdif, manifest } from '../kit/texts.ts';
import { makeWorkspace } from '../kit/workspace.ts';
import { workflowCommand } from '../report/hostile.ts';

const [ann, bob, carl, dora] = ['ann@example.net', 'bob@example.net', 'carl@example.net', 'dora@example.net'];
const [hq, old] = ['hq@example.net', 'old@example.net'];

/** The lines of a plan that are about one group. */
async function plan(stage: Stage, ...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await stage.workspace.run(['plan', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n\n').slice(1).join('\n\n');
}

async function drift(stage: Stage): Promise<number | null> {
  const { stdout } = await stage.workspace.run(['plan', '--format', 'json']);
  return planSchema.parse(JSON.parse(stdout)).summary.drift;
}

describe('the postmaster who finds the directory changed at night', () => {
  let stage: ServerStage;
  let repository: GitFolder;
  beforeEach(async () => {
    stage = await openServerStage({
      entries: [groupLdif(hq, [ann, bob])],
      manifests: { 'hq.yaml': manifest(hq, [ann, bob]) },
    });
    repository = gitFolder(stage.workspace.folder);
    repository.commit('Adopt what is there');
  });
  afterEach(() => stage.end());

  const byHand = async (lines: readonly string[]): Promise<void> => {
    const { code, stderr } = await stage.slapd.ldapmodify(
      [`dn: ${groupDn(hq)}`, 'changetype: modify', ...lines, ''].join('\n'),
    );
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: '' });
  };

  it('sees which commit is not applied yet, what drifted, and who changed the entry last', async () => {
    expect((await stage.workspace.run(['apply', '--yes'])).code).toBe(0);
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, carl]));
    repository.commit('Carl for Bob (#12)');
    const by = `by ${repository.short('HEAD')}, Ann, 2026-11-02: Carl for Bob (#12)`;
    expect(await plan(stage)).toContain(`~ hq@example.net  1 member to add, 1 to remove\n    cause: changed ${by}\n`);
    expect(await drift(stage)).toBe(0);
    const applied = await stage.workspace.run(['apply', '--yes', '--format', 'json']);
    const { steps, commits } = applySchema.parse(JSON.parse(applied.stdout));
    const commit = commits[0]?.hash;
    expect(steps[0]?.causes?.members).toEqual({
      add: [{ kind: 'declared', commit }],
      remove: [{ kind: 'removed', commit }],
    });

    await byHand(['delete: mailGroupMember', `mailGroupMember: ${carl}`, '-']);
    await byHand(['add: mailGroupMember', `mailGroupMember: ${bob}`, 'mailGroupMember: mallory@example.net', '-']);
    const shown = await plan(stage);
    expect(shown.split('\n').slice(0, 5)).toEqual([
      '~ hq@example.net  1 member to add, 2 to remove',
      `    + carl@example.net  (drift: gone from the directory after it was applied; declared ${by})`,
      `    - bob@example.net  (drift: put into the directory after the last apply; removed ${by})`,
      '    - mallory@example.net  (drift: never declared here)',
      expect.stringMatching(
        /^ {4}the entry was last changed by cn=admin,dc=example,dc=net on \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      ),
    ]);
    expect(await drift(stage)).toBe(3);

    expect((await stage.workspace.run(['apply', '--yes'])).code).toBe(0);
    expect(await plan(stage)).toBe('Nothing to do: 1 group agrees with the directory.\n');
  });

  it('is told the same by --since where no ref was written', async () => {
    repository.git('tag', 'applied');
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, bob, dora]));
    repository.commit('Add Dora');
    await byHand(['delete: mailGroupMember', `mailGroupMember: ${bob}`, '-']);
    const declared = `declared by ${repository.short('applied')}, Ann, 2026-11-01: Adopt what is there`;
    expect(await plan(stage)).toContain(`+ bob@example.net  (${declared})`);
    const since = await plan(stage, '--since', 'applied');
    expect(since).toContain(`+ bob@example.net  (drift: gone from the directory after it was applied; ${declared})`);
    expect(since).toContain(`+ dora@example.net  (declared by ${repository.short('HEAD')}, Ann, 2026-11-02: Add Dora)`);
    const { code, stderr } = await stage.workspace.run(['plan', '--since', '--output=x']);
    expect(code).toBe(1);
    expect(stderr).toContain('there is no commit --output=x');
  });
});

describe('a repository beside a file', () => {
  let stage: Stage;
  let repository: GitFolder;
  const open = async (scene: Scene): Promise<void> => {
    stage = await openFileStage(scene);
    repository = gitFolder(stage.workspace.folder);
  };
  afterEach(() => stage?.end());
  const refs = (): string => repository.git('for-each-ref', '--format=%(objectname)', 'refs/rollcall');

  it('says of a merge who wrote what it brought, and who merged it, in the plan and in the log', async () => {
    await open({ entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann]) } });
    repository.commit('Adopt');
    repository.git('switch', '-q', '-c', 'side');
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, bob]));
    const bea = ['-c', 'user.name=Bea', '-c', 'user.email=bea@example.net'];
    repository.git(...bea, 'commit', '-qam', 'Add Bob');
    repository.git('switch', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', 'Merge pull request #8 from bea/side', '-m', 'Bob is back', 'side');
    const by = /declared by [0-9a-f]{7}, Bea, merged by Ann, \d{4}-\d\d-\d\d: Bob is back \(#8\)/;
    expect(await plan(stage)).toMatch(by);
    const { commits } = planSchema.parse(JSON.parse((await stage.workspace.run(['plan', '--format', 'json'])).stdout));
    expect(commits.map(({ author, writers }) => [author.name, writers])).toEqual([
      ['Ann', [{ name: 'Bea', email: 'bea@example.net' }]],
    ]);
    const log = await stage.workspace.run(['log', hq, bob]);
    expect(log.stdout).toMatch(/ {2}Bea, merged by Ann: Merge pull request #8 from bea\/side: Bob is back\n/);
  });

  it('deletes a group that was declared once, and leaves one alone that never was', async () => {
    await open({
      entries: [groupLdif(hq, [ann]), groupLdif(old, [bob]), groupLdif('foreign@example.net', [bob])],
      manifests: { 'hq.yaml': manifest(hq, [ann]), 'old.yaml': manifest(old, [bob]) },
    });
    repository.commit('Adopt');
    repository.git('rm', '-q', 'groups/old.yaml');
    repository.commit('Old is no more (#7)', 'Bob <bob@example.net>');
    const shown = await plan(stage);
    const cause = `    cause: removed by ${repository.short('HEAD')}, Bob, 2026-11-02: Old is no more (#7)`;
    expect(shown).toContain(`- old@example.net  group to delete, 1 member\n${cause}\n`);
    expect(shown).toContain('Unmanaged, left alone (1):\n    foreign@example.net  1 member\n');
    expect(await plan(stage, '--no-causes')).toContain('- old@example.net  group to delete, 1 member\n\n');
    expect((await stage.workspace.run(['apply', '--yes'])).code).toBe(0);
    expect(Object.keys(await stage.tree()).sort()).toEqual([groupDn('foreign@example.net'), groupDn(hq)]);
    expect(await plan(stage)).toContain('Nothing to do: 1 group agrees with the directory. 1 unmanaged.');
  });

  it('deletes the old entry of a group that got another address, within the limits', async () => {
    const groups = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.net`);
    await open({
      entries: groups.map((group) => groupLdif(group, [ann])),
      manifests: Object.fromEntries(groups.map((group, n) => [`${n}.yaml`, manifest(group, [ann])])),
    });
    repository.commit('Adopt');
    for (const n of [0, 1, 2]) stage.workspace.write(`groups/${n}.yaml`, manifest(`new${n}@example.net`, [ann]));
    repository.commit('Other addresses');
    const { code, stdout } = await stage.workspace.run(['plan']);
    expect(code).toBe(3);
    expect(stdout).toContain(
      'Held back (3):\n! - a@example.net  group to delete, 1 member  [held: limit for deleted groups]',
    );
    expect(stdout).toContain(`    cause: removed by ${repository.short('HEAD')}, Ann, 2026-11-02: Other addresses`);
  });

  it('keeps a group whose last manifest protected it', async () => {
    await open({
      entries: [groupLdif(hq, [ann]), groupLdif(old, [bob])],
      manifests: { 'hq.yaml': manifest(hq, [ann]), 'old.yaml': manifest(old, [bob], ['protected: true']) },
    });
    repository.commit('Adopt');
    repository.git('rm', '-q', 'groups/old.yaml');
    repository.commit('Old is no more');
    expect(await plan(stage)).toContain(
      'old@example.net is not deleted, although it was declared: its last manifest protected it.',
    );
  });

  it('deletes nothing and knows less in a shallow clone, and says so once', async () => {
    await open({ manifests: { 'hq.yaml': manifest(hq, [ann, carl]), 'old.yaml': manifest(old, [bob]) } });
    repository.commit('Adopt');
    repository.git('rm', '-q', 'groups/old.yaml');
    repository.commit('Old is no more');
    const { folder } = stage.workspace;
    const clone = makeWorkspace({}, []);
    try {
      const there = gitFolder(clone.folder);
      there.git('fetch', '-q', '--depth', '1', `file://${folder}`, 'main');
      there.git('reset', '-q', '--hard', 'FETCH_HEAD');
      clone.write('rollcall.yaml', stage.workspace.read('rollcall.yaml').replace(/url: .*/, 'url: there.ldif'));
      clone.write('there.ldif', [baseLdif, groupLdif(hq, [ann, bob]), groupLdif(old, [bob])].join('\n'));
      const { code, stdout } = await clone.run(['plan']);
      expect(code).toBe(0);
      expect(stdout).toContain(
        '~ hq@example.net  1 member to add, 1 to remove\n    cause: cause not known: older than this shallow clone\n',
      );
      expect(stdout).toContain('Unmanaged, left alone (1):\n    old@example.net');
      expect(stdout).toContain('Notes (2):\n    * prune: declared deletes nothing: this clone is shallow, and');
      expect(stdout).toContain('\n    * Where a cause is not known: this clone is shallow, and');
    } finally {
      clone.end();
    }
  });

  it('calls nothing drift that may have been declared before a long shallow clone begins', async () => {
    await open({ manifests: { 'hq.yaml': manifest(hq, [ann, bob]) } });
    repository.commit('Adopt');
    for (let n = 1; n <= 66; n += 1) {
      stage.workspace.write('groups/hq.yaml', `# ${n}\n${manifest(hq, [ann])}`);
      repository.commit(`Comment ${n}`);
    }
    const { folder } = stage.workspace;
    const clone = makeWorkspace({}, []);
    try {
      const there = gitFolder(clone.folder);
      there.git('fetch', '-q', '--depth', '66', `file://${folder}`, 'main');
      there.git('reset', '-q', '--hard', 'FETCH_HEAD');
      clone.write('rollcall.yaml', stage.workspace.read('rollcall.yaml').replace(/url: .*/, 'url: there.ldif'));
      clone.write('there.ldif', [baseLdif, groupLdif(hq, [ann, bob])].join('\n'));
      expect((await clone.run(['plan'])).stdout).toContain('cause not known: older than this shallow clone');
    } finally {
      clone.end();
    }
  });

  it('tells what is not committed, and has nothing to say without a repository', async () => {
    await open({ entries: [groupLdif(hq, [ann, bob])], manifests: { 'hq.yaml': manifest(hq, [ann, carl]) } });
    expect(await plan(stage)).toContain(
      '    + carl@example.net  (changed here, not committed)\n    - bob@example.net  (drift: never declared here)\n',
    );
    repository.commit('Start');
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, dora]));
    expect(await plan(stage)).toContain('    + dora@example.net  (changed here, not committed)\n');
    stage.workspace.remove('.git');
    expect(await plan(stage)).toContain('    + dora@example.net\n    - bob@example.net\n');
    expect(await drift(stage)).toBeNull();
  });

  it('remembers what was applied only when it was all of a commit', async () => {
    await open({ entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann, bob]) } });
    expect((await stage.workspace.run(['apply', '--yes'])).code).toBe(0);
    expect(refs()).toBe('');
    repository.commit('Start');
    stage.workspace.write('groups/hq.yaml', manifest(hq, [ann, carl]));
    expect((await stage.workspace.run(['apply', '--yes'])).code).toBe(0);
    expect(refs()).toBe('');
    repository.commit('Carl');
    await plan(stage);
    expect(refs()).toBe('');
    expect((await stage.workspace.run(['apply'])).code).toBe(0);
    expect(refs()).toBe(repository.git('rev-parse', 'HEAD'));
  });

  it('applies all the same where the ref cannot be written', async () => {
    await open({ entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann, bob]) } });
    repository.commit('Start');
    stage.workspace.write('.git/refs/rollcall', 'a file where a folder should be');
    const { code, stderr } = await stage.workspace.run(['apply', '--yes']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('is written by strangers: what they wrote does nothing', async () => {
    await open({ entries: [groupLdif(hq, [ann])], manifests: { 'hq.yaml': manifest(hq, [ann, bob]) } });
    repository.commit('::error::x ##[error]y \u001b[31m\u202e', '\u001b[2J::error::x <a@b>');
    for (const format of ['text', 'markdown', 'json']) {
      const { stdout } = await stage.workspace.run(['plan', '--format', format], {
        variables: { GITHUB_ACTIONS: 'true' },
      });
      expect(stdout).not.toMatch(/[\u001b\u202e]/u);
      expect(stdout).not.toMatch(workflowCommand);
    }
  });
});

const baseLdif = 'dn: ou=Groups,ou=Mail,dc=example,dc=net\nobjectClass: organizationalUnit\nou: Groups\n';
