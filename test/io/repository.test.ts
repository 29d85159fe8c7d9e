import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeRevision } from '../../src/io/repository.ts';
import { readWorktree } from '../../src/io/worktree.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'repository-'));
});
afterEach(() => rm(root, { recursive: true }));

const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.net', '-c', 'commit.gpgsign=false'];
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', root, ...identity, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const put = async (name: string, content: string): Promise<void> => {
  await mkdir(join(root, name, '..'), { recursive: true });
  await writeFile(join(root, name), content);
};
/** The manifests below `groups` of `cwd`, as the commands see them. */
const revision = (cwd: string = root): Promise<string | undefined> => {
  const folder = join(cwd, 'groups');
  const { files } = readWorktree(folder, 'groups');
  return describeRevision({ cwd, variables: process.env, folder, files });
};

async function committed(...options: readonly string[]): Promise<string> {
  git('init', '-q', ...options);
  await put('groups/a.yaml', 'address: a@example.net\n');
  await put('groups/deep/ü b.yaml', 'address: b@example.net\n');
  await put('README.md', 'not a manifest\n');
  git('add', '.');
  git('commit', '-qm', 'first');
  return git('rev-parse', 'HEAD').slice(0, 12);
}

describe('the revision of the manifests', () => {
  it.each([[[]], [['--object-format=sha256']]])(
    'is the commit when they are what was committed (git init %j)',
    async (options) => {
      const head = await committed(...options);
      expect(head).toMatch(/^[0-9a-f]{12}$/);
      expect(await revision()).toBe(head);
    },
  );

  it('is the commit though other files changed, and though files that are no manifests lie beside them', async () => {
    const head = await committed();
    await put('README.md', 'changed\n');
    await put('groups/notes.txt', 'untracked\n');
    expect(await revision()).toBe(head);
  });

  it('is the commit though names that begin with a dot were committed, which are no manifests', async () => {
    await committed();
    await put('groups/.template.yaml', 'x');
    await put('groups/.drafts/c.yaml', 'x');
    git('add', '.');
    git('commit', '-qm', 'second');
    expect(await revision()).toBe(git('rev-parse', 'HEAD').slice(0, 12));
  });

  it.each<[string, () => Promise<void>]>([
    ['is changed', () => put('groups/a.yaml', 'address: a@example.net\n# changed\n')],
    ['is changed and staged', () => put('groups/a.yaml', 'x\n').then(() => void git('add', '.'))],
    ['is new', () => put('groups/new.yaml', 'address: new@example.net\n')],
    ['is gone', () => rm(join(root, 'groups/a.yaml'))],
    ['has another name', async () => void git('mv', 'groups/a.yaml', 'groups/c.yaml')],
  ])('says so when a manifest %s', async (_, change) => {
    const head = await committed();
    await change();
    expect(await revision()).toBe(`${head} with uncommitted changes`);
  });

  it('is found from a folder inside of the repository', async () => {
    git('init', '-q');
    await put('mail/groups/a.yaml', 'x\n');
    await put('groups/b.yaml', 'other groups\n');
    git('add', '.');
    git('commit', '-qm', 'first');
    expect(await revision(join(root, 'mail'))).toBe(git('rev-parse', 'HEAD').slice(0, 12));
  });

  it('is found through a link to the repository', async () => {
    const head = await committed();
    const link = `${root}-link`;
    await symlink(root, link);
    expect(await revision(link)).toBe(head);
    await rm(link);
  });

  it('is unknown outside of a repository, and before the first commit', async () => {
    await put('groups/a.yaml', 'x\n');
    expect(await revision()).toBeUndefined();
    git('init', '-q');
    git('add', '.');
    expect(await revision()).toBeUndefined();
  });
});

describe('a repository with a hostile configuration', () => {
  it('has nothing of it run', async () => {
    const head = await committed();
    const mark = join(root, 'ran');
    const script = join(root, '.git/evil.sh');
    await writeFile(script, `#!/bin/sh\ntouch '${mark}'\ncat\n`);
    await chmod(script, 0o755);
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction']) {
      await writeFile(join(root, '.git/hooks', hook), `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
    }
    const settings = {
      'core.fsmonitor': script,
      'core.pager': script,
      'core.editor': script,
      'core.sshCommand': script,
      'core.gitProxy': script,
      'diff.external': script,
      'filter.evil.clean': script,
      'filter.evil.smudge': script,
      'filter.evil.process': script,
      'alias.rev-parse': `!${script}`,
      'alias.ls-tree': `!${script}`,
      'gpg.program': script,
      'credential.helper': script,
    };
    for (const [name, value] of Object.entries(settings)) git('config', name, value);
    await writeFile(join(root, '.git/info/attributes'), '* filter=evil diff=evil\n');
    expect(await revision()).toBe(head);
    await put('groups/a.yaml', 'changed\n');
    expect(await revision()).toBe(`${head} with uncommitted changes`);
    expect(existsSync(mark)).toBe(false);
    git('status'); // proves that the trap is set
    expect(existsSync(mark)).toBe(true);
  });
});
