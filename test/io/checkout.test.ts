import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckout } from '../../src/io/checkout.ts';
import { repositoryAround } from '../../src/io/find-repository.ts';
import type { Variables } from '../../src/io/git.ts';
import { readManifests } from '../../src/io/read-manifests.ts';
import { failureOf } from './failure-of.ts';
import { type GitScene, gitScene, setTraps } from './git-scene.ts';

let scene: GitScene;
beforeEach(() => {
  scene = gitScene();
  scene.put('groups/a.yaml', 'address: a@example.net\n');
  scene.put('groups/team/b.yaml', 'address: b@example.net\n');
  scene.put('README.md', 'not a manifest\n');
  scene.commit();
});
afterEach(() => scene.end());

const variables = (): Variables => ({ PATH: process.env['PATH'], HOME: scene.root });

/** The names of the files, and each complaint in a line. */
async function read(folder = 'groups'): Promise<{ files: readonly string[]; complaints: readonly string[] }> {
  const { files, diagnostics } = await readManifests({ path: join(scene.root, folder), shown: 'groups' }, variables());
  const complaints = diagnostics.map(({ code, severity, message, hint, source }) => {
    expect(severity).toBe('error');
    expect(hint).toMatch(/^[A-Z].*\.$/s);
    return `${source.file} ${code} ${message}`;
  });
  return { files: files.map(({ file }) => file), complaints };
}

const leftOut = 'left out of the checkout (sparse checkout, or skip-worktree)';
const gone = 'tracked by git, but not there';
const conflict = 'in a merge conflict';
const noSubmodule = 'a submodule that is not checked out';
const unfinished = 'the checkout is not finished: the index of git is empty, but the commit has manifests';
const both = ['groups/a.yaml', 'groups/team/b.yaml'];

describe('a checkout that is complete', () => {
  it('is read as it is, with files that git does not track and changes that are not committed', async () => {
    scene.put('groups/new.yaml', 'new\n');
    scene.put('groups/a.yaml', 'changed\n');
    expect(await read()).toEqual({ files: ['groups/a.yaml', 'groups/new.yaml', 'groups/team/b.yaml'], complaints: [] });
  });

  it('may lack what git was told to forget, and what is no manifest', async () => {
    scene.put('groups/.template.yaml', 'x\n');
    scene.put('groups/.drafts/c.yaml', 'x\n');
    scene.put('groups/notes.txt', 'x\n');
    scene.put('other/groups/c.yaml', 'x\n');
    scene.commit();
    for (const path of ['groups/.template.yaml', 'groups/.drafts', 'groups/notes.txt', 'other']) scene.remove(path);
    scene.git(['rm', '-q', 'groups/a.yaml']);
    expect(await read()).toEqual({ files: ['groups/team/b.yaml'], complaints: [] });
  });

  it('may be a repository without any commit, a folder within it, or a linked working tree', async () => {
    scene.git(['worktree', 'add', '-q', 'linked']);
    expect(await read('linked/groups')).toEqual({ files: both, complaints: [] });
    scene.git(['init', '-q', 'fresh']);
    scene.put('fresh/mail/groups/c.yaml', 'x\n');
    expect(await read('fresh/mail/groups')).toEqual({ files: ['groups/c.yaml'], complaints: [] });
  });

  it('is not asked for outside of a repository, nor where git was told to stop looking', async () => {
    scene.remove('groups/a.yaml');
    const ceiling = { ...variables(), GIT_CEILING_DIRECTORIES: scene.root, PATH: '/nowhere' };
    const path = join(scene.root, 'groups');
    const { files } = await readManifests({ path, shown: 'groups' }, ceiling);
    expect(files).toHaveLength(1);
    rmSync(join(scene.root, '.git'), { recursive: true });
    expect(await read()).toEqual({ files: ['groups/team/b.yaml'], complaints: [] });
  });

  it('may have been cloned without history, or without the content of other files', async () => {
    scene.git(['config', 'uploadpack.allowFilter', 'true']);
    for (const [name, flag] of Object.entries({ shallow: '--depth=1', partial: '--filter=blob:none' })) {
      scene.git(['clone', '-q', flag, `file://${scene.root}`, name]);
      expect(await read(`${name}/groups`)).toEqual({ files: both, complaints: [] });
    }
  });
});

describe('half a checkout is an error', () => {
  it('when a sparse checkout leaves manifests out', async () => {
    scene.git(['sparse-checkout', 'set', '--no-cone', '/*', '!/groups/team/']);
    expect(await read()).toEqual({ files: ['groups/a.yaml'], complaints: [`groups/team/b.yaml RC157 ${leftOut}`] });
  });

  it.each([['--sparse-index'], ['--no-sparse-index']])('when groups/ itself is left out (%s)', async (flag) => {
    scene.git(['sparse-checkout', 'set', '--cone', flag, 'other']);
    expect(existsSync(join(scene.root, 'groups'))).toBe(false);
    expect(await read()).toEqual({ files: [], complaints: both.map((file) => `${file} RC157 ${leftOut}`) });
  });

  it('when a file is marked to be skipped, though an old one is there', async () => {
    scene.git(['update-index', '--skip-worktree', 'groups/a.yaml']);
    expect(await read()).toEqual({ files: both, complaints: [`groups/a.yaml RC157 ${leftOut}`] });
  });

  it('when a tracked manifest is missing, or its whole folder', async () => {
    scene.remove('groups/a.yaml');
    expect(await read()).toEqual({ files: ['groups/team/b.yaml'], complaints: [`groups/a.yaml RC159 ${gone}`] });
    scene.remove('groups');
    expect(await read()).toEqual({ files: [], complaints: both.map((file) => `${file} RC159 ${gone}`) });
    scene.git(['restore', 'groups']);
    expect((await read()).complaints).toEqual([]);
  });

  it('when a folder took the place of a manifest only in name', async () => {
    scene.remove('groups/team');
    scene.put('groups/team', 'a file now\n');
    expect((await read()).complaints).toEqual([`groups/team/b.yaml RC159 ${gone}`]);
  });

  it('when a merge left a conflict, also one whose file looks sound', async () => {
    scene.git(['checkout', '-q', '-b', 'side']);
    scene.git(['rm', '-q', 'groups/a.yaml']);
    scene.commit();
    scene.git(['checkout', '-q', 'main']);
    scene.put('groups/a.yaml', 'changed\n');
    scene.commit();
    expect(() => scene.git(['merge', 'side'])).toThrow();
    expect(await read()).toEqual({ files: both, complaints: [`groups/a.yaml RC160 ${conflict}`] });
  });

  it('when a clone has not checked anything out yet, or was stopped on the way', async () => {
    scene.git(['clone', '-q', '--no-checkout', `file://${scene.root}`, 'bare']);
    expect(await read('bare/groups')).toEqual({ files: [], complaints: [`groups RC161 ${unfinished}`] });
    scene.put('bare/groups/a.yaml', 'address: a@example.net\n');
    expect(await read('bare/groups')).toEqual({ files: ['groups/a.yaml'], complaints: [`groups RC161 ${unfinished}`] });
    scene.git(['read-tree', '--empty']);
    expect((await read()).complaints).toEqual([`groups RC161 ${unfinished}`]);
  });

  it('names the first ten of many', async () => {
    for (let number = 10; number < 40; number += 1) scene.put(`groups/g${number}.yaml`, 'x\n');
    scene.commit();
    scene.remove('groups');
    const { complaints } = await read();
    expect(complaints).toHaveLength(11);
    expect(complaints[10]).toBe(`groups RC159 22 more: ${gone}`);
  });
});

describe('a submodule', () => {
  beforeEach(() => {
    scene.git(['init', '-q', '-b', 'main', 'inner']);
    scene.put('inner/c.yaml', 'address: c@example.net\n');
    scene.git(['add', '.'], 'inner');
    scene.git(['commit', '-qm', 'inner'], 'inner');
    scene.put('.git/info/exclude', '/inner\n/clone\n');
  });
  const add = (path: string): void => {
    scene.git(['submodule', '--quiet', 'add', `file://${scene.root}/inner`, path]);
    scene.commit();
    scene.git(['clone', '-q', `file://${scene.root}`, 'clone']);
  };

  it('below groups/ must be checked out, and completely', async () => {
    add('groups/inner');
    expect((await read('clone/groups')).complaints).toEqual([`groups/inner RC158 ${noSubmodule}`]);
    scene.git(['submodule', '--quiet', 'update', '--init'], 'clone');
    const complete = await read('clone/groups');
    expect(complete).toEqual({ files: ['groups/a.yaml', 'groups/inner/c.yaml', 'groups/team/b.yaml'], complaints: [] });
    scene.remove('clone/groups/inner/c.yaml');
    expect((await read('clone/groups')).complaints).toEqual([`groups/inner/c.yaml RC159 ${gone}`]);
  });

  it('that is groups/ itself must be checked out, and completely', async () => {
    scene.git(['rm', '-rq', 'groups']);
    add('groups');
    expect(await read('clone/groups')).toEqual({ files: [], complaints: [`groups RC158 ${noSubmodule}`] });
    scene.git(['submodule', '--quiet', 'update', '--init'], 'clone');
    expect(await read('clone/groups')).toEqual({ files: ['groups/c.yaml'], complaints: [] });
    scene.remove('clone/groups/c.yaml');
    expect((await read('clone/groups')).complaints).toEqual([`groups/c.yaml RC159 ${gone}`]);
  });
});

describe('nobody can tell whether the checkout is complete', () => {
  const failure = (given: Variables) =>
    failureOf(readManifests({ path: join(scene.root, 'groups'), shown: 'groups' }, given));

  it('while git is at work', async () => {
    const lock = join(scene.root, '.git/index.lock');
    scene.put('.git/index.lock', '');
    expect(await failure(variables())).toEqual({
      kind: 'input',
      message: 'git is at work in this repository, so the manifests may be half checked out',
      hint: `Wait until git is done. When no git runs, a lost one left ${lock}: remove it and check out again.`,
    });
    setTimeout(() => rmSync(lock), 200);
    expect((await read()).complaints).toEqual([]);
  });

  it('but a hook may look, though the git that runs it holds the lock', async () => {
    scene.put('.git/index.lock', '');
    const hook = { ...variables(), GIT_INDEX_FILE: '.git/index.lock' };
    const path = join(scene.root, 'groups');
    expect((await readManifests({ path, shown: 'groups' }, hook)).diagnostics).toEqual([]);
  });

  it('when git changed it while the manifests were read', async () => {
    const folder = { path: join(scene.root, 'groups'), shown: 'groups' };
    const place = repositoryAround(folder.path, variables()) ?? expect.unreachable();
    const checkout = await openCheckout(folder, place, variables());
    await checkout.confirm();
    scene.git(['mv', 'groups/a.yaml', 'groups/c.yaml']);
    expect(await failureOf(checkout.confirm())).toEqual({
      kind: 'input',
      message: 'git changed groups while it was read',
      hint: 'Run the command again when git is done.',
    });
  });

  it('without git', async () => {
    expect(await failure({ ...variables(), PATH: '/nowhere' })).toEqual({
      kind: 'input',
      message: 'there is a .git, but no git to ask whether the checkout is complete',
      hint: 'Install git, or run the command on a copy of the files without .git.',
    });
  });

  it('when the repository is broken', async () => {
    scene.put('.git/HEAD', '');
    expect((await failure(variables())).message).toMatch(
      /^git cannot tell whether the checkout is complete: not a git/,
    );
    scene.put('.git/HEAD', 'ref: refs/heads/main\n');
    scene.put('.git/index', 'DIRC nonsense');
    expect((await failure(variables())).message).toMatch(/^git cannot tell whether the checkout is complete: \S/);
  });

  it('when the repository belongs to somebody else', async () => {
    const words = `fatal: detected dubious ownership in repository at '${scene.root}'`;
    scene.put('bin/git', `#!/bin/sh\necho "${words}" >&2\nexit 128\n`);
    chmodSync(join(scene.root, 'bin/git'), 0o755);
    const { message, hint } = await failure({ ...variables(), PATH: `${scene.root}/bin:${process.env['PATH']}` });
    expect(message).toContain('dubious ownership');
    expect(hint).toContain('git config --global --add safe.directory');
  });
});

describe('git', () => {
  it('runs nothing that the configuration of the repository names, not even to fetch what is missing', async () => {
    scene.git(['sparse-checkout', 'set', '--cone', '--sparse-index', 'other']);
    const traps = setTraps(scene);
    expect((await read()).complaints).toHaveLength(2);
    rmSync(join(scene.root, '.git/objects'), { recursive: true });
    mkdirSync(join(scene.root, '.git/objects'));
    await expect(read()).rejects.toMatchObject({ kind: 'input' });
    expect(traps.sprung()).toBe(false);
    expect(() => scene.git(['status'])).toThrow(); // proves that the trap is set
    expect(traps.sprung()).toBe(true);
  });

  it('is shown a handful of variables, and nothing that could be a secret', async () => {
    const bin = join(scene.root, 'bin');
    mkdirSync(bin);
    const log = join(scene.root, 'environment');
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const script = `#!/bin/sh\nenv >> '${log}'\nprintf '%s\\n' "$@" >> '${log}'\nexec '${real}' "$@"\n`;
    writeFileSync(join(bin, 'git'), script, { mode: 0o755 });
    chmodSync(join(bin, 'git'), 0o755);
    const secrets = { ROLLCALL_BIND_PASSWORD: 'canary-1', GH_TOKEN: 'canary-2', GIT_ASKPASS: '/bin/canary-3' };
    const given = { ...variables(), ...secrets, PATH: `${bin}:${process.env['PATH']}` };
    const path = join(scene.root, 'groups');
    expect((await readManifests({ path, shown: 'groups' }, given)).files).toHaveLength(2);
    const seen = readFileSync(log, 'utf8');
    expect(seen).toContain('ls-files');
    expect(seen).not.toMatch(/canary|ROLLCALL|TOKEN|ASKPASS/);
    const names = [...seen.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(
      [...new Set(names)].filter((name) => !/^(GIT_\w+|PATH|HOME|LANG|LC_ALL|PWD|SHLVL|_|OLDPWD)$/.test(name ?? '')),
    ).toEqual([]);
  });

  it('is asked about the folder itself, not about a link to it', async () => {
    symlinkSync('groups', join(scene.root, 'link'));
    const folder = { path: join(scene.root, 'link'), shown: 'link' };
    expect((await failureOf(readManifests(folder, variables()))).message).toBe('link is a link');
  });
});
