import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Variables } from '../../src/io/git.ts';
import { findGitPlace, type GitPlace } from '../../src/io/git-place.ts';
import { mergeBase, resolveCommit } from '../../src/io/revisions.ts';
import { failureOf } from './failure-of.ts';
import { type GitScene, gitScene, setTraps } from './git-scene.ts';

let scene: GitScene;
beforeEach(() => {
  scene = gitScene();
});
afterEach(() => scene.end());

const variables = (): Variables => ({ PATH: process.env['PATH'], HOME: scene.root });
const place = (folder = '.'): Promise<GitPlace> =>
  findGitPlace({ path: join(scene.root, folder, 'groups'), shown: 'groups' }, variables());
const head = (below = ''): string => scene.git(['rev-parse', 'HEAD'], below);
let number = 0;
function commit(): string {
  number += 1;
  scene.put('groups/a.yaml', `${number}\n`);
  scene.commit();
  return head();
}
const wholeHistory = 'Fetch the whole history: fetch-depth: 0 for actions/checkout, else git fetch --unshallow.';

describe('a revision', () => {
  it('is named by a branch, a tag, a hash or what git makes of them', async () => {
    const first = commit();
    scene.git(['tag', '-am', 'annotated', 'v1']);
    const second = commit();
    const at = await place();
    const names = { HEAD: second, main: second, 'HEAD^1': first, v1: first, [first.slice(0, 10)]: first };
    for (const [name, hash] of Object.entries(names)) expect(await resolveCommit(at, name), name).toBe(hash);
  });

  it.each([
    '--output=FILE',
    '--exec=touch FILE',
    '-x',
    '--',
    '--all',
    '--git-dir',
    '--show-toplevel',
    '--upload-pack=touch FILE',
    '$(touch FILE)',
    'main..HEAD',
    '^HEAD',
    'HEAD:groups/a.yaml',
    'HEAD^{tree}',
    'nothing\n--output=FILE',
    '',
    ' ',
  ])('is never an option, a range or no commit: %j', async (name) => {
    commit();
    const { sprung } = setTraps(scene);
    const file = join(scene.root, 'written');
    const { message, kind } = await failureOf(resolveCommit(await place(), name.replace('FILE', file)));
    expect({ kind, message }).toEqual({ kind: 'input', message: `there is no commit ${name.replace('FILE', file)}` });
    expect(existsSync(file) || sprung()).toBe(false);
  });

  it('may have a name like an option, when there is one', async () => {
    const hash = commit();
    for (const name of ['-x', '--output=x', '--all']) {
      scene.git(['update-ref', `refs/heads/${name}`, 'HEAD']);
      expect(await resolveCommit(await place(), name)).toBe(hash);
    }
  });

  it('is not there before the first commit', async () => {
    const failure = await failureOf(resolveCommit(await place(), 'HEAD'));
    expect(failure).toEqual({ kind: 'input', message: 'there is no commit HEAD', hint: 'Make a first commit.' });
  });

  it('that a shallow clone does not have is told from one that is wrong', async () => {
    const first = commit();
    commit();
    scene.git(['clone', '-q', '--depth=1', `file://${scene.root}`, 'shallow']);
    expect(await failureOf(resolveCommit(await place('shallow'), first))).toEqual({
      kind: 'input',
      message: `there is no commit ${first} in this shallow clone`,
      hint: wholeHistory,
    });
  });
});

describe('the base of a branch', () => {
  it.each([
    ['origin/HEAD', 'refs/remotes/origin/HEAD'],
    ['origin/main', 'refs/remotes/origin/main'],
    ['origin/master', 'refs/remotes/origin/master'],
    ['main', 'refs/heads/main'],
    ['master', 'refs/heads/master'],
  ])('is where it left %s', async (_, ref) => {
    const base = commit();
    scene.git(['checkout', '-q', '-b', 'feature']);
    const tip = commit();
    scene.git(['checkout', '-q', '-B', 'main', base]);
    scene.git(['commit', '-q', '--allow-empty', '-m', 'later']);
    const later = head();
    scene.git(['checkout', '-q', 'feature']);
    scene.git(['branch', '-qD', 'main']);
    scene.git(['update-ref', ref, later]);
    expect(await mergeBase(await place(), tip)).toBe(base);
  });

  it('is the commit itself on the default branch', async () => {
    const tip = commit();
    expect(await mergeBase(await place(), tip)).toBe(tip);
  });

  it('is not known without a default branch, or without a commit in common', async () => {
    const tip = commit();
    scene.git(['branch', '-qm', 'trunk']);
    expect(await failureOf(mergeBase(await place(), tip))).toEqual({
      kind: 'input',
      message: 'there is no default branch here: neither origin/HEAD, nor a main or master',
      hint: 'Name what to compare with: rollcall diff BASE.',
    });
    scene.git(['checkout', '-q', '--orphan', 'main']);
    commit();
    const { message } = await failureOf(mergeBase(await place(), tip));
    expect(message).toBe('this branch has no commit in common with the default branch');
  });

  it('is never guessed in a shallow clone', async () => {
    commit();
    scene.git(['checkout', '-q', '-b', 'feature']);
    commit();
    scene.git(['checkout', '-q', 'main']);
    commit();
    const clone = ['clone', '-q', '--depth=1', '-b', 'feature', `file://${scene.root}`];
    scene.git([...clone, 'one']);
    scene.git([...clone, '--no-single-branch', 'all']);
    const one = await failureOf(mergeBase(await place('one'), head('one')));
    expect(one.hint).toBe(wholeHistory);
    const all = await failureOf(mergeBase(await place('all'), head('all')));
    expect(all).toEqual({
      kind: 'input',
      message: 'this shallow clone does not reach back to where the branch began',
      hint: wholeHistory,
    });
  });
});

describe('the place of a folder', () => {
  it('is below the top of its repository, also when it is missing, and by way of a link', async () => {
    const { prefix, top } = await place('mail');
    expect({ prefix, top }).toEqual({ prefix: 'mail/groups', top: scene.git(['rev-parse', '--show-toplevel']) });
  });

  it('is not known outside of a repository, without git, and in a repository of somebody else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plain-'));
    const groups = { path: join(folder, 'groups'), shown: 'groups' };
    const outside = await failureOf(findGitPlace(groups, { ...variables(), GIT_CEILING_DIRECTORIES: tmpdir() }));
    expect(outside.message).toBe('groups is not in a git repository');
    rmSync(folder, { recursive: true });
    const without = { ...variables(), PATH: '/nowhere' };
    const missing = await failureOf(findGitPlace({ path: scene.root, shown: 'groups' }, without));
    expect(missing.message).toBe('there is no git on this machine');
    scene.put('.git/HEAD', '');
    expect((await failureOf(place())).message).toMatch(/^git cannot read the repository: not a git repository/);
  });
});
