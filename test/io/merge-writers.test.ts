import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findGitPlace } from '../../src/io/git-place.ts';
import { readHistories } from '../../src/io/history.ts';
import { readWriters, withWriters } from '../../src/io/merge-writers.ts';
import { resolveCommit } from '../../src/io/revisions.ts';
import type { GroupHistory } from '../../src/model/history.ts';
import { manifest } from '../kit/texts.ts';
import { type GitScene, gitScene } from './git-scene.ts';

let scene: GitScene;
beforeEach(() => {
  scene = gitScene();
});
afterEach(() => scene.end());

const hq = 'hq@example.net';

describe('who wrote what a merge brought', () => {
  it('is who changed the manifest on the branch, in the order of the commits, and not who merged it', async () => {
    put('ann');
    commit('Carl', 'start');
    branch('side');
    put('ann bob');
    commit('Dora', 'bob');
    put('ann bob cleo');
    commit('Bea', 'cleo');
    put('ann bob cleo dan');
    commit('Dora', 'dan');
    scene.put('README.md', 'x');
    commit('Eve', 'not about groups');
    merge('Carl', 'side', 'merged');
    expect(await writers()).toEqual({ start: [], merged: ['Dora', 'Bea'] });
  });

  it('is nobody of those whose commits the branch took from the one that it is merged into', async () => {
    put('ann');
    commit('Carl', 'start');
    branch('side');
    scene.put('groups/other.yaml', manifest('other@example.net', ['x@example.net']));
    commit('Dora', 'another group');
    scene.git(['switch', '-q', 'main']);
    put('ann bob');
    commit('Eve', 'bob');
    scene.git(['switch', '-q', 'side']);
    mergeHere('Dora', 'main', 'update branch');
    put('ann bob cleo');
    commit('Dora', 'cleo');
    merge('Carl', 'side', 'merged');
    expect(await writers()).toEqual({ start: [], bob: [], merged: ['Dora'] });
  });

  it('is nobody who wrote on main between two merges', async () => {
    put('ann');
    commit('Carl', 'start');
    branch('one');
    put('ann bob');
    commit('Dora', 'bob');
    merge('Carl', 'one', 'first');
    put('ann bob cleo');
    commit('Eve', 'cleo');
    branch('two');
    put('ann bob cleo dan');
    commit('Bea', 'dan');
    merge('Carl', 'two', 'second');
    expect(await writers()).toEqual({ start: [], first: ['Dora'], cleo: [], second: ['Bea'] });
  });

  it('is told of a manifest that was moved on the branch', async () => {
    put('ann');
    commit('Carl', 'start');
    branch('side');
    put('ann bob');
    commit('Dora', 'bob');
    scene.git(['mv', 'groups/hq.yaml', 'groups/moved.yaml']);
    commit('Bea', 'move');
    merge('Carl', 'side', 'merged');
    expect(await writers()).toEqual({ start: [], merged: ['Dora', 'Bea'] });
  });

  it('is told of branches that begin on their own', async () => {
    scene.put('README.md', 'x');
    commit('Carl', 'start');
    scene.git(['switch', '-q', '--orphan', 'side']);
    put('ann');
    commit('Dora', 'ann');
    scene.git(['switch', '-q', 'main']);
    mergeHere('Carl', 'side', 'merged', '--allow-unrelated-histories');
    expect(await writers()).toEqual({ merged: ['Dora'] });
  });

  it('is not told in a shallow clone, whose first commits seem to have written all that was there', async () => {
    put('ann');
    commit('Carl', 'start');
    branch('side');
    put('ann bob');
    commit('Dora', 'bob');
    put('ann bob cleo');
    commit('Eve', 'cleo');
    merge('Carl', 'side', 'merged');
    const whole = join(scene.root, '.git');
    scene.git(['clone', '-q', '--depth=2', `file://${whole}`, 'clone']);
    expect(await writers(join(scene.root, 'clone'))).toEqual({ start: [], merged: [] });
  });

  it('is what git says, in any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(shape, { minLength: 12, maxLength: 20 }), async (shapes) => {
        const one = gitScene();
        try {
          execFileSync('git', ['-C', one.root, 'fast-import', '--quiet'], { input: stream(shapes) });
          for (const { commit: made, merge: merged } of (await historyIn(one.root)).versions) {
            const told = made.writers.map(({ name }) => name).sort();
            expect(told).toEqual(merged === undefined ? [] : writersByGit(one, made.hash));
          }
        } finally {
          one.end();
        }
      }),
      { numRuns: 15 },
    );
  });
});

/** A commit of a random history: the numbers count back from it, whatever there is. */
const shape = fc.record({
  isOnMain: fc.boolean(),
  parents: fc.array(fc.integer({ min: 2, max: 4 }), { maxLength: 2 }),
  writes: fc.constantFrom('hq', 'hq', 'hq', 'other', 'nothing'),
  writer: fc.constantFrom('Ann', 'Bob', 'Cleo', 'Dan'),
});

/** Commits for `git fast-import`; the first parent of one on main is the one before it there. */
function stream(shapes: readonly (typeof shape extends fc.Arbitrary<infer One> ? One : never)[]): string {
  let main = 0;
  return shapes
    .map(({ isOnMain, parents, writes, writer }, at) => {
      const mark = at + 1;
      const back = parents.map((number) => at - number).filter((one) => one >= 1);
      const onMain = isOnMain || main === 0;
      const all = [...new Set([...(onMain && main > 0 ? [main] : []), ...back])];
      const branchName = onMain ? 'refs/heads/main' : `refs/heads/side${mark}`;
      if (onMain) main = mark;
      const text = manifest(hq, [`m${mark}@example.net`]);
      const path = writes === 'hq' ? 'groups/hq.yaml' : 'groups/other.txt';
      return [
        `commit ${branchName}\nmark :${mark}\ncommitter ${writer} <${writer}@x> ${1700000000 + at} +0000\ndata 1\nx\n`,
        ...all.map((one, index) => `${index === 0 ? 'from' : 'merge'} :${one}\n`),
        ...(writes === 'nothing' ? [] : [`M 644 inline ${path}\ndata ${text.length}\n${text}\n`]),
      ].join('');
    })
    .join('');
}

/** The authors of all commits of a merge that changed the manifest, as git finds them. */
function writersByGit({ git }: GitScene, hash: string): readonly string[] {
  const options = ['--full-history', '--no-merges', '--format=%an'];
  const names = git(['log', ...options, hash, `^${hash}^1`, '--', 'groups/hq.yaml']).split('\n');
  return [...new Set(names.filter((name) => name !== ''))].sort();
}

async function historyIn(root: string): Promise<GroupHistory> {
  const variables = { PATH: process.env['PATH'], HOME: scene.root };
  const place = await findGitPlace({ path: join(root, 'groups'), shown: 'groups' }, variables);
  const request = { groups: [hq], known: [], applied: undefined, looksAtContents: false, isEnough: undefined };
  const found = (await readHistories(place, await resolveCommit(place, 'main'), request)).get(hq);
  if (found === undefined) throw new Error('a history');
  return withWriters(found, await readWriters(place, found.versions));
}

/** The names of the writers of each commit, by its subject. */
async function writers(root = scene.root): Promise<Readonly<Record<string, readonly string[]>>> {
  const { versions } = await historyIn(root);
  return Object.fromEntries(versions.map(({ commit: one }) => [one.subject, one.writers.map(({ name }) => name)]));
}

function put(members: string): void {
  const addresses = members.split(' ').map((name) => `${name}@example.net`);
  scene.put('groups/hq.yaml', manifest(hq, addresses));
}

function commit(author: string, subject: string): void {
  scene.git(['add', '--all']);
  scene.git(['-c', `user.name=${author}`, 'commit', '-q', '-m', subject]);
}

function branch(name: string): void {
  scene.git(['switch', '-q', '-c', name]);
}

function merge(author: string, name: string, subject: string): void {
  scene.git(['switch', '-q', 'main']);
  mergeHere(author, name, subject);
}

function mergeHere(author: string, name: string, subject: string, ...words: readonly string[]): void {
  scene.git(['-c', `user.name=${author}`, 'merge', '-q', '--no-ff', ...words, '-m', subject, name]);
}
