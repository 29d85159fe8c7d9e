import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findGitPlace, type GitPlace } from '../../src/io/git-place.ts';
import { readManifests } from '../../src/io/read-manifests.ts';
import { confirmFiles, confirmTip, followTip } from '../../src/io/tip.ts';
import { failureOf, type ShownFailure } from './failure-of.ts';
import { type GitScene, gitScene, setTraps } from './git-scene.ts';

let scene: GitScene;
beforeEach(() => {
  scene = gitScene();
  commit('start');
});
afterEach(() => scene.end());

const variables = (): Record<string, string | undefined> => ({ PATH: process.env['PATH'], HOME: scene.root });
const folder = (below = ''): { path: string; shown: string } => ({
  path: join(scene.root, below, 'groups'),
  shown: 'groups',
});
const place = (below = ''): Promise<GitPlace> => findGitPlace(folder(below), variables());
const head = (below = ''): string => scene.git(['rev-parse', 'HEAD'], below);
const short = (commit: string): string => commit.slice(0, 12);

function commit(text: string): string {
  scene.put('groups/a.yaml', `${text}\n`);
  scene.commit();
  return head();
}

/** The branch that a remote would have. */
function fetched(commit: string): void {
  scene.git(['update-ref', 'refs/remotes/origin/main', commit]);
}

const refusal = async (name: string, below = ''): Promise<ShownFailure> =>
  failureOf(followTip(await place(below), name));

describe('the commit to follow', () => {
  it('is HEAD by another name', async () => {
    fetched(head());
    const names = ['origin/main', 'main', 'HEAD', head()];
    for (const name of names) expect(await followTip(await place(), name)).toEqual({ name, commit: head() });
  });

  it('may be newer: this commit is behind', async () => {
    const old = head();
    commit('two');
    const newer = commit('three');
    fetched(newer);
    scene.git(['checkout', '-q', '--detach', old]);
    expect(await refusal('origin/main')).toEqual({
      kind: 'commit',
      message: `this commit is behind origin/main by 2: HEAD is ${short(old)}, and origin/main is ${short(newer)}`,
      hint: 'Nothing was written. The run of the newer commit writes what is right; to have it here: git merge --ff-only origin/main',
    });
  });

  it('may be older: this commit is ahead', async () => {
    const old = head();
    fetched(old);
    const own = commit('mine');
    expect(await refusal('origin/main')).toEqual({
      kind: 'commit',
      message: `this commit is ahead of origin/main by 1: HEAD is ${short(own)}, and origin/main is ${short(old)}`,
      hint: 'Nothing was written. Bring the commit to origin/main first, or fetch: this clone may know an old origin/main.',
    });
  });

  it('may be on another line: both have diverged', async () => {
    const start = head();
    const theirs = commit('theirs');
    fetched(theirs);
    scene.git(['reset', '-q', '--hard', start]);
    const ours = commit('ours');
    const { kind, message } = await refusal('origin/main');
    expect(kind).toBe('commit');
    expect(message).toBe(
      `this commit and origin/main have diverged, by 1 and 1: HEAD is ${short(ours)}, and origin/main is ${short(theirs)}`,
    );
  });

  it('that nobody knows is a mistake in the input', async () => {
    expect(await refusal('origin/man')).toEqual({
      kind: 'input',
      message: 'there is no commit origin/man',
      hint: 'Name a branch, a tag or a hash; git fetch gets new ones.',
    });
  });

  it.each(['--output=FILE', '--all', '-x', 'main..HEAD', 'HEAD^{tree}'])(
    'is never an option or a range: %s',
    async (name) => {
      const { sprung } = setTraps(scene);
      const file = join(scene.root, 'FILE');
      expect((await refusal(name.replace('FILE', file))).kind).toBe('input');
      expect(sprung()).toBe(false);
      expect(() => readFileSync(file)).toThrow('ENOENT');
    },
  );

  it('in a shallow clone is compared, and nobody claims to know which is newer', async () => {
    const old = head();
    const newer = commit('two');
    scene.git(['clone', '-q', '--depth', '1', `file://${scene.root}`, 'clone']);
    expect(await followTip(await place('clone'), 'origin/main')).toEqual({ name: 'origin/main', commit: newer });
    scene.git(['fetch', '-q', '--depth', '1', 'origin', old], 'clone');
    scene.git(['checkout', '-q', '--detach', 'FETCH_HEAD'], 'clone');
    const { kind, message, hint } = await refusal('origin/main', 'clone');
    expect(kind).toBe('commit');
    expect(message).toBe(`this is not the commit to follow: HEAD is ${short(old)}, and origin/main is ${short(newer)}`);
    expect(hint).toContain('This clone is shallow');
  });

  it('may move while a run reads: the next look finds it', async () => {
    fetched(head());
    const at = await place();
    const tip = await followTip(at, 'origin/main');
    await confirmTip(at, tip);
    const newer = commit('two');
    expect(await failureOf(confirmTip(at, tip))).toEqual({
      kind: 'commit',
      message: `HEAD was ${short(tip.commit)} when this run began, and is ${short(newer)} now`,
      hint: 'Nothing was written. Run the command again: it reads the manifests of the new commit.',
    });
    scene.git(['checkout', '-q', '--detach', tip.commit]);
    fetched(newer);
    expect((await failureOf(confirmTip(at, tip))).message).toMatch(/^origin\/main was .* and is .* now$/);
  });
});

describe('the files of the commit to follow', () => {
  const confirm = async (): Promise<void> => {
    const { files } = await readManifests(folder(), variables());
    const at = await place();
    const settings = { path: join(scene.root, 'rollcall.yaml'), shown: 'rollcall.yaml' };
    await confirmFiles(at, await followTip(at, 'HEAD'), { cwd: scene.root, files, settings });
  };
  const refused = async (): Promise<string> => (await failureOf(confirm())).message;

  it('are those that lie there, in any folder below', async () => {
    scene.put('groups/team/b.yaml', 'b\n');
    scene.put('groups/notes.txt', 'no manifest\n');
    scene.commit();
    scene.put('README.md', 'not committed, and no manifest\n');
    await confirm();
  });

  it('are not those that were changed, added or taken away since', async () => {
    scene.put('groups/b.yaml', 'b\n');
    scene.put('groups/c.yaml', 'c\n');
    scene.commit();
    scene.put('groups/a.yaml', 'changed\n');
    expect(await refused()).toBe(`1 file differs from the commit ${short(head())}: groups/a.yaml`);
    scene.put('groups/new.yaml', 'new\n');
    scene.git(['rm', '-q', 'groups/c.yaml']);
    expect(await refused()).toBe(
      `3 files differ from the commit ${short(head())}: groups/a.yaml, groups/c.yaml, groups/new.yaml`,
    );
  });

  it('are named up to five', async () => {
    for (const name of ['b', 'c', 'd', 'e', 'f', 'g']) scene.put(`groups/${name}.yaml`, 'new\n');
    expect(await refused()).toMatch(/^6 files differ from .*: groups\/b\.yaml, .*, groups\/f\.yaml, and 1 more$/);
  });

  it('are the settings too where git tracks them, and nobody asks where it does not', async () => {
    scene.put('rollcall.yaml', 'prune: all\n');
    await confirm();
    scene.commit();
    await confirm();
    scene.put('rollcall.yaml', 'prune: never\n');
    expect(await refused()).toBe(`1 file differs from the commit ${short(head())}: rollcall.yaml`);
    scene.remove('rollcall.yaml');
    expect(await refused()).toBe(`1 file differs from the commit ${short(head())}: rollcall.yaml`);
  });

  it('are looked at without running anything that the repository names', async () => {
    const { sprung } = setTraps(scene);
    await confirm();
    scene.put('groups/a.yaml', 'changed\n');
    expect(await refused()).toContain('groups/a.yaml');
    expect(sprung()).toBe(false);
  });
});
