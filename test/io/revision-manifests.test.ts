import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Variables } from '../../src/io/git.ts';
import { findGitPlace, type GitPlace } from '../../src/io/git-place.ts';
import { maximumManifestSize } from '../../src/io/manifest-file.ts';
import { readRevision } from '../../src/io/revision-manifests.ts';
import { resolveCommit } from '../../src/io/revisions.ts';
import type { ManifestFile } from '../../src/manifest/resolve.ts';
import { type GitScene, gitScene, setTraps } from './git-scene.ts';

let scene: GitScene;
beforeEach(() => {
  scene = gitScene();
});
afterEach(() => scene.end());

const variables = (): Variables => ({ PATH: process.env['PATH'], HOME: scene.root });
const place = (folder: string): Promise<GitPlace> =>
  findGitPlace({ path: join(scene.root, folder), shown: 'groups' }, variables());

/** The files with their texts, and each complaint in a line. */
async function read(
  revision = 'HEAD',
  folder = 'groups',
  known: readonly ManifestFile[] = [],
): Promise<{ files: Readonly<Record<string, string>>; complaints: readonly string[] }> {
  const at = await place(folder);
  const { files, diagnostics } = await readRevision(at, await resolveCommit(at, revision), known);
  return {
    files: Object.fromEntries(files.map(({ file, text }) => [file, text])),
    complaints: diagnostics.map(({ code, source, message }) => `${source.file} ${code} ${message}`),
  };
}

describe('the manifests of a commit', () => {
  it('are read as they were stored, whatever lies in the working tree', async () => {
    scene.put('groups/b.yaml', 'b\r\n');
    scene.put('groups/team/ü a.yaml', 'ä\n');
    scene.put('groups/empty.yaml', '');
    scene.put('groups/notes.txt', 'x');
    scene.put('groups/.drafts/c.yaml', 'x');
    scene.put('elsewhere/d.yaml', 'x');
    scene.commit();
    scene.remove('groups');
    const files = { 'groups/b.yaml': 'b\r\n', 'groups/empty.yaml': '', 'groups/team/ü a.yaml': 'ä\n' };
    expect(await read()).toEqual({ files, complaints: [] });
    expect(Object.keys((await read()).files)).toEqual(Object.keys(files).sort());
  });

  it('are found in a repository with SHA-256, in a folder below the top, and at the top itself', async () => {
    scene.git(['init', '-q', '--object-format=sha256', 'inner']);
    scene.put('inner/mail/groups/a.yaml', 'a\n');
    scene.git(['add', '.'], 'inner');
    scene.git(['commit', '-qm', 'x'], 'inner');
    expect(await read('HEAD', 'inner/mail/groups')).toEqual({ files: { 'groups/a.yaml': 'a\n' }, complaints: [] });
    const top = await read('HEAD', 'inner');
    expect(top).toEqual({ files: { 'groups/mail/groups/a.yaml': 'a\n' }, complaints: [] });
  });

  it('are none where the folder was not there yet', async () => {
    scene.put('README.md', 'x');
    scene.commit();
    expect(await read()).toEqual({ files: {}, complaints: [] });
  });

  it('are not read again when their content is known', async () => {
    scene.put('groups/a.yaml', 'same\n');
    scene.put('groups/b.yaml', 'other\n');
    scene.commit();
    // Without this object only what is known already can be told.
    const id = scene.git(['rev-parse', 'HEAD:groups/a.yaml']);
    scene.remove(`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
    const known = [{ file: 'groups/moved.yaml', text: 'same\n' }];
    expect((await read('HEAD', 'groups', known)).files).toEqual({
      'groups/a.yaml': 'same\n',
      'groups/b.yaml': 'other\n',
    });
    expect(await read()).toEqual({
      files: { 'groups/b.yaml': 'other\n' },
      complaints: ['groups/a.yaml RC156 the file cannot be read: git does not have its content'],
    });
  });
});

describe('what is no manifest', () => {
  it('is an error as in a working tree: links, submodules, other names, content that is no text or too large', async () => {
    scene.git(['init', '-q', 'sub']);
    scene.git(['commit', '-q', '--allow-empty', '-m', 'x'], 'sub');
    scene.put('groups/ok.yaml', 'x\n');
    symlinkSync('/etc/passwd', join(scene.root, 'groups/link.yaml'));
    symlinkSync('/etc', join(scene.root, 'groups/folder'));
    writeFileSync(join(scene.root, 'groups/latin1.yaml'), Buffer.from([0xe4, 0x0a]));
    scene.put('groups/large.yaml', 'x'.repeat(maximumManifestSize + 1));
    scene.put('groups/full.yaml', 'x'.repeat(maximumManifestSize));
    scene.put('groups/lfs.yaml', 'version https://git-lfs.github.com/spec/v1\n');
    scene.put('groups/other.YML', 'x\n');
    scene.git(['-c', 'advice.addEmbeddedRepo=false', 'add', '--all']);
    scene.git([
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${scene.git(['rev-parse', 'HEAD'], 'sub')},groups/module`,
    ]);
    scene.git(['commit', '-qm', 'x']);
    const { files, complaints } = await read();
    expect(Object.keys(files)).toEqual(['groups/full.yaml', 'groups/ok.yaml']);
    expect(complaints).toEqual([
      'groups/folder RC151 the file is a link',
      'groups/large.yaml RC153 the file has more than 8 MiB',
      'groups/latin1.yaml RC154 the file is not UTF-8',
      'groups/lfs.yaml RC155 the file is a Git LFS pointer, not the manifest',
      'groups/link.yaml RC151 the file is a link',
      'groups/module RC158 a submodule, whose files this repository does not have',
      'groups/other.YML RC152 the name of the file does not end in .yaml, so it would be passed over',
    ]);
  });

  it('is the folder itself when it was a link', async () => {
    scene.put('real/a.yaml', 'x\n');
    symlinkSync('real', join(scene.root, 'groups'));
    scene.commit();
    scene.remove('groups');
    expect(await read()).toEqual({ files: {}, complaints: ['groups RC151 the file is a link'] });
  });
});

describe('a hostile repository', () => {
  it('runs nothing: no filter, text conversion, hook, monitor, alias or transport', async () => {
    scene.put('groups/a.yaml', 'address: a@example.net\n');
    scene.commit();
    scene.put('.gitattributes', '*.yaml filter=evil diff=evil text eol=crlf working-tree-encoding=UTF-16\n');
    scene.git(['add', '.gitattributes']);
    scene.git(['commit', '-qm', 'attributes']);
    const { sprung } = setTraps(scene);
    expect(await read()).toEqual({ files: { 'groups/a.yaml': 'address: a@example.net\n' }, complaints: [] });
    expect(sprung()).toBe(false);
  });
});
