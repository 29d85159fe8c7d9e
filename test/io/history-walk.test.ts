import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findGitPlace, type GitPlace } from '../../src/io/git-place.ts';
import { type HistoryRequest, readHistories } from '../../src/io/history.ts';
import { resolveCommit } from '../../src/io/revisions.ts';
import { readContents } from '../../src/io/stored-contents.ts';
import type { GroupHistory } from '../../src/model/history.ts';
import { manifest } from '../kit/texts.ts';
import { type GitScene, gitScene } from './git-scene.ts';

const [hq, other] = ['hq@example.net', 'other@example.net'];
let scene: GitScene;
let place: GitPlace;
beforeEach(async () => {
  scene = gitScene();
  scene.put('groups/hq.yaml', manifest(hq, ['user0@example.net']));
  commit('commit 0');
  place = await findGitPlace({ path: join(scene.root, 'groups'), shown: 'groups' }, { PATH: process.env['PATH'] });
});
afterEach(() => scene.end());

function commit(subject: string): void {
  scene.git(['add', '--all']);
  scene.git(['commit', '-q', '--allow-empty', '-m', subject]);
}

/** So many commits that each put another member into the group. */
function grow(count: number): void {
  for (let n = 1; n <= count; n += 1) {
    scene.put('groups/hq.yaml', manifest(hq, [`user${n}@example.net`]));
    commit(`commit ${n}`);
  }
}

const never: HistoryRequest['isEnough'] = () => false;

async function read(parts: Partial<HistoryRequest> = {}): Promise<GroupHistory> {
  const request = { groups: [hq], known: [], applied: undefined, looksAtContents: false, isEnough: never, ...parts };
  const found = await readHistories(place, await resolveCommit(place, 'HEAD'), request);
  return found.get(parts.groups?.[0] ?? hq) ?? expect.unreachable();
}

const membersOf = (group: GroupHistory['before']): readonly string[] | undefined =>
  group?.members.map(({ address }) => address);

describe('a long history', () => {
  it('is read no further than is needed, and says what was before', async () => {
    grow(70);
    const part = await read({ isEnough: (_, { versions }) => versions.length > 0 });
    expect(part.versions.map(({ commit: { subject } }) => subject)).toEqual(
      Array.from({ length: 64 }, (_, index) => `commit ${index + 7}`),
    );
    expect(membersOf(part.before)).toEqual(['user6@example.net']);
    expect(part.end).toBe('unread');
  });

  it('is read in portions that join without a gap', async () => {
    grow(70);
    const { versions, before, end } = await read();
    expect(versions.map(({ commit: { subject } }) => subject)).toEqual(
      Array.from({ length: 71 }, (_, index) => `commit ${index}`),
    );
    expect({ before, end }).toEqual({ before: undefined, end: 'beginning' });
  });

  it('is not read at all for what no stored manifest declares', async () => {
    grow(70);
    const { versions, contents } = await read({
      looksAtContents: true,
      isEnough: (_, history) => history.contents !== undefined,
    });
    expect(versions).toHaveLength(64);
    expect(contents).toHaveLength(71);
  });

  it('says what HEAD has, however much of it was read', async () => {
    grow(70);
    expect((await read({ isEnough: () => true })).text).toBe(manifest(hq, ['user70@example.net']));
    expect((await read()).text).toBe(manifest(hq, ['user70@example.net']));
  });
});

describe('the applied commit', () => {
  it('is asked for its own manifest of the group, wherever the file was then', async () => {
    grow(2);
    const applied = await resolveCommit(place, 'HEAD~1');
    scene.git(['mv', 'groups/hq.yaml', 'groups/moved.yaml']);
    commit('move');
    scene.put('groups/hq.yaml', manifest(other, []));
    commit('another group under the old name');
    const { applied: found } = await read({ applied });
    expect(membersOf(found?.declared)).toEqual(['user1@example.net']);
    expect((await read({ applied, groups: [other] })).applied).toEqual({ declared: undefined });
  });

  it('may be on a branch of its own', async () => {
    grow(1);
    scene.git(['checkout', '-q', '-b', 'side', 'HEAD~1']);
    scene.put('groups/hq.yaml', manifest(hq, ['side@example.net']));
    commit('side');
    const applied = await resolveCommit(place, 'HEAD');
    scene.git(['checkout', '-q', 'main']);
    expect(membersOf((await read({ applied })).applied?.declared)).toEqual(['side@example.net']);
  });

  it('says nothing when its manifest is not valid', async () => {
    scene.put('groups/hq.yaml', `address: ${hq}\nmembers: *wrong\n`);
    commit('broken');
    const applied = await resolveCommit(place, 'HEAD');
    grow(1);
    expect((await read({ applied })).applied).toBeUndefined();
  });
});

describe('all that is stored', () => {
  const contents = async (): Promise<readonly string[]> => {
    const found = (await readContents(place, new Set([hq])))?.get(hq);
    return (found ?? []).flatMap((one) => membersOf(one) ?? []).sort();
  };

  it('has every spelling of the address that YAML knows', async () => {
    scene.put('groups/a.yaml', 'address: "HQ\\x40example.net"\nmembers: [a@example.net]\n');
    scene.put('groups/b.yaml', "'address': 'Hq@Example.net'\nmembers: [b@example.net]\n");
    scene.put('groups/c.yaml', 'members: [c@example.net]\n"address": >-\n  hq@example.net\n');
    scene.put('groups/d.yaml', '{ address: hq@example.net, members: [d@example.net] }\n');
    scene.put('groups/e.yaml', manifest(other, ['hq@example.net']));
    commit('odd ones');
    expect(await contents()).toEqual(['a', 'b', 'c', 'd', 'user0'].map((name) => `${name}@example.net`));
  });

  it('has what other branches declare, and nothing is said of a group with a manifest that is not valid', async () => {
    scene.git(['checkout', '-q', '-b', 'side']);
    grow(1);
    scene.git(['checkout', '-q', 'main']);
    expect(await contents()).toEqual(['user0@example.net', 'user1@example.net']);
    scene.put('groups/hq.yaml', `address: ${hq}\nmembers: *wrong\n`);
    commit('broken');
    expect((await readContents(place, new Set([hq, other])))?.has(hq)).toBe(false);
  });
});

describe('a content that the clone does not have', () => {
  it('ends the history of its group, and leaves no history whole', async () => {
    scene.put('groups/other.yaml', manifest(other, []));
    commit('other');
    const id = scene.git(['rev-parse', 'HEAD:groups/hq.yaml']);
    grow(2);
    scene.remove(`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
    const lost = await read();
    expect(lost.versions.map(({ commit: { subject } }) => subject)).toEqual(['commit 2']);
    expect(membersOf(lost.before)).toEqual(['user1@example.net']);
    expect(lost.end).toBe('partial');
    expect((await read({ groups: [other] })).end).toBe('partial');
  });

  it('may be kept by Git LFS', async () => {
    scene.put('groups/hq.yaml', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n');
    commit('pointer');
    grow(1);
    const lost = await read();
    expect(lost).toMatchObject({ end: 'partial', versions: [] });
    expect(membersOf(lost.before)).toEqual(['user1@example.net']);
  });
});
