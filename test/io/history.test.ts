import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Variables } from '../../src/io/git.ts';
import { findGitPlace } from '../../src/io/git-place.ts';
import { readHistories } from '../../src/io/history.ts';
import { resolveCommit } from '../../src/io/revisions.ts';
import type { GroupHistory } from '../../src/model/history.ts';
import { manifest } from '../kit/texts.ts';
import { type GitScene, gitScene, setTraps } from './git-scene.ts';

let scene: GitScene;
beforeEach(() => {
  scene = gitScene();
});
afterEach(() => scene.end());

const [ann, bob] = ['ann@example.net', 'bob@example.net'];
const hq = 'hq@example.net';

async function history(address = hq, folder = 'groups'): Promise<GroupHistory> {
  const variables: Variables = { PATH: process.env['PATH'], HOME: scene.root };
  const place = await findGitPlace({ path: join(scene.root, folder), shown: 'groups' }, variables);
  const groups = [address, 'other@example.net'];
  const request = { groups, known: [], applied: undefined, looksAtContents: false, isEnough: () => false };
  const found = await readHistories(place, await resolveCommit(place, 'HEAD'), request);
  return found.get(address) ?? expect.unreachable();
}

/** Each version in a line, the oldest first. */
async function versions(address = hq): Promise<readonly string[]> {
  return (await history(address)).versions.map(({ commit, file, declared }) => {
    const words =
      declared === undefined ? 'gone' : declared.members.map(({ address: member }) => member.split('@')[0]).join(' ');
    return `${commit.subject}: ${file}: ${words}`;
  });
}

function commit(subject: string, ...words: readonly string[]): void {
  scene.git(['add', '--all']);
  scene.git(['commit', '-q', '--allow-empty', '-m', subject, ...words]);
}

/** Gives the last commit a signature, so that there is something to verify. */
function sign(): void {
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n aaaa\n -----END PGP SIGNATURE-----';
  const text = scene.git(['cat-file', 'commit', 'HEAD']).replace('\n\n', `\n${signature}\n\n`);
  scene.put('.git/signed', `${text}\n`);
  scene.git(['update-ref', 'HEAD', scene.git(['hash-object', '-t', 'commit', '-w', '.git/signed'])]);
}

describe('the history of a group', () => {
  it('is followed by its address: through moves, a split of a file in two, and out of another folder', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    commit('one');
    scene.put('README.md', 'x');
    commit('elsewhere');
    scene.git(['mv', 'groups/hq.yaml', 'groups/moved.yaml']);
    commit('two');
    scene.put('groups/moved.yaml', manifest('other@example.net', [bob]));
    scene.put('groups/team/hq.yaml', manifest('HQ@example.net', [ann, bob]));
    commit('three');
    scene.put('groups/team/hq.yaml', manifest(hq, [ann, bob], ['# comment']));
    commit('four');
    expect(await versions()).toEqual([
      'one: groups/hq.yaml: ann',
      'two: groups/moved.yaml: ann',
      'three: groups/team/hq.yaml: ann bob',
      'four: groups/team/hq.yaml: ann bob',
    ]);
    expect(await versions('other@example.net')).toEqual(['three: groups/moved.yaml: bob']);
  });

  it('has gaps where the group was not declared', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    commit('one');
    scene.put('groups/hq.yaml', manifest('renamed@example.net', [ann]));
    commit('two');
    scene.put('groups/hq.yaml', manifest(hq, [bob]));
    commit('three');
    scene.git(['rm', '-q', 'groups/hq.yaml']);
    commit('four');
    expect(await versions()).toEqual([
      'one: groups/hq.yaml: ann',
      'two: groups/hq.yaml: gone',
      'three: groups/hq.yaml: bob',
      'four: groups/hq.yaml: gone',
    ]);
  });

  it('passes over versions that are not valid, links, and files that are no manifests', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    commit('one');
    scene.put('groups/hq.yaml', `address: ${hq}\nmembers: *wrong\n`);
    commit('broken');
    scene.put('groups/.hq.yaml', manifest(hq, [bob]));
    scene.put('groups/notes.txt', manifest(hq, [bob]));
    commit('beside');
    scene.put('groups/hq.yaml', manifest(hq, [ann, bob]));
    commit('two');
    expect(await versions()).toEqual(['one: groups/hq.yaml: ann', 'two: groups/hq.yaml: ann bob']);
    expect((await history()).unreadable.map((one) => one.commit.subject)).toEqual(['broken']);
  });

  it('counts a merge as one commit, with the number and the title of its pull request', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    commit('Start (#3)');
    scene.git(['checkout', '-q', '-b', 'side']);
    scene.put('groups/hq.yaml', manifest(hq, [ann, bob]));
    commit('wip');
    scene.git(['checkout', '-q', 'main']);
    scene.git([
      'merge',
      '-q',
      '--no-ff',
      '-m',
      'Merge pull request #12 from bob/side',
      '-m',
      'Add Bob\n\n:100644 000000 1 2 D',
      'side',
    ]);
    const told = (await history()).versions.map((one) => [one.commit.pullRequest, one.commit.title]);
    expect(told).toEqual([
      [3, undefined],
      [12, 'Add Bob'],
    ]);
  });

  it('has what people wrote as they wrote it, however odd, and no message adds a commit', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    const subject = '::error::owned \u001b[31m \u202e (#1)';
    const body = ':100644 100644 1111111111111111111111111111111111111111 2 M\ngroups/hq.yaml';
    commit(
      subject,
      '-m',
      body,
      '--author',
      'Eve ##[error] <eve\u001b@example.net>',
      '--date',
      '2030-01-02T03:04:05+02:00',
    );
    const [version, ...others] = (await history()).versions;
    expect(others).toEqual([]);
    expect(version?.commit).toEqual({
      ...{ hash: scene.git(['rev-parse', 'HEAD']), subject, title: undefined, pullRequest: 1 },
      ...{ author: 'Eve ##[error]', email: 'eve\u001b@example.net', date: '2030-01-02T03:04:05+02:00' },
      writers: [],
    });
  });

  it('says where it begins in a shallow clone, and only there', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    commit('one');
    scene.put('groups/hq.yaml', manifest(hq, [ann, bob]));
    commit('two');
    scene.put('groups/hq.yaml', manifest(hq, [bob]));
    commit('three');
    scene.git(['clone', '-q', '--depth=2', `file://${scene.root}`, 'shallow']);
    const { versions: found, begins } = await history(hq, 'shallow/groups');
    expect(found.map(({ commit: { subject } }) => subject)).toEqual(['two', 'three']);
    expect(begins).toBe(scene.git(['rev-parse', 'HEAD^1']));
    expect((await history()).begins).toBeUndefined();
  });

  it('is found at the top of a repository, and in a folder whose name git could take for a pattern', async () => {
    scene.put('hq.yaml', manifest(hq, [ann]));
    commit('one');
    commit('empty');
    scene.git(['mv', 'hq.yaml', 'hq2.yaml']);
    commit('two');
    commit('empty');
    const names = async (folder: string): Promise<readonly string[]> =>
      (await history(hq, folder)).versions.map((one) => `${one.commit.subject}: ${one.file}`);
    expect(await names('.')).toEqual(['one: groups/hq.yaml', 'two: groups/hq2.yaml']);
    for (const folder of [':(exclude)groups', 'gr*ps', ':!x']) {
      scene.put(`${folder}/hq.yaml`, manifest(hq, [bob]));
      commit(folder);
      expect(await names(folder)).toEqual([`${folder}: groups/hq.yaml`]);
    }
  });

  it('is empty for an address that was never declared', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    commit('one');
    expect(await history('nobody@example.net')).toMatchObject({ versions: [], unreadable: [], begins: undefined });
  });

  it('runs nothing that the repository names, and does not care how it is configured', async () => {
    scene.put('groups/hq.yaml', manifest(hq, [ann]));
    commit('one');
    scene.git(['mv', 'groups/hq.yaml', 'groups/b.yaml']);
    commit('two');
    sign();
    const { sprung } = setTraps(scene);
    const settings = {
      'log.showRoot': 'false',
      'log.follow': 'true',
      'diff.renames': 'copies',
      'diff.relative': 'true',
    };
    const others = {
      'log.showSignature': 'true',
      'log.diffMerges': 'off',
      'i18n.logOutputEncoding': 'UTF-16',
      'format.pretty': 'oneline',
    };
    for (const [name, value] of Object.entries({ ...settings, ...others })) scene.git(['config', name, value]);
    scene.put('.git/ran-before', '');
    expect(await versions()).toEqual(['one: groups/hq.yaml: ann', 'two: groups/b.yaml: ann']);
    expect(sprung()).toBe(false);
  });
});
