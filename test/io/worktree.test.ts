import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maximumManifestSize } from '../../src/io/manifest-file.ts';
import { readWorktree } from '../../src/io/worktree.ts';
import { failureOf } from './failure-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worktree-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string | Uint8Array): Promise<void> => {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), content);
};

/** Everything that is read, and the code and message of each complaint. */
function read(): { readonly files: readonly string[]; readonly complaints: readonly string[] } {
  const { files, diagnostics } = readWorktree(folder, 'groups');
  for (const { severity, hint, source } of diagnostics) {
    expect(severity).toBe('error');
    expect(hint).toMatch(/^[A-Z].*\.$/s);
    expect(source).toMatchObject({ line: 1, column: 1 });
  }
  return {
    files: files.map(({ file, text }) => `${file}=${text}`),
    complaints: diagnostics.map(({ code, message, source }) => `${source.file} ${code} ${message}`),
  };
}

describe('the manifests of a folder', () => {
  it('are read from the whole tree, in the order of their paths', async () => {
    await put('b.yaml', 'b');
    await put('a/z.yaml', 'z');
    await put('a/deep/er/x.yaml', 'ü');
    await put('C.yaml', 'c');
    expect(read()).toEqual({
      files: ['groups/C.yaml=c', 'groups/a/deep/er/x.yaml=ü', 'groups/a/z.yaml=z', 'groups/b.yaml=b'],
      complaints: [],
    });
  });

  it('are not files whose name begins with a dot or ends otherwise, nor what is in a folder of such a name', async () => {
    for (const name of ['.hidden.yaml', '.git/x.yaml', 'README.md', 'a.yaml.bak', 'a.yaml~', 'yaml', 'a.json']) {
      await put(name, 'not read');
    }
    await put('folder.yaml/inside.yaml', 'read');
    expect(read()).toEqual({ files: ['groups/folder.yaml/inside.yaml=read'], complaints: [] });
  });

  it('may be of any size up to 8 MiB', async () => {
    expect(maximumManifestSize).toBe(8 * 1024 * 1024);
    await put('full.yaml', Buffer.alloc(maximumManifestSize, 'x'));
    await put('more.yaml', Buffer.alloc(maximumManifestSize + 1, 'x'));
    const { files, complaints } = read();
    expect(files.map((file) => file.slice(0, 20))).toEqual(['groups/full.yaml=xxx']);
    expect(complaints).toEqual(['groups/more.yaml RC153 the file has more than 8 MiB']);
  });
});

describe('a file is not passed over but complained about', () => {
  it('when it is a link, wherever it leads', async () => {
    await put('real.yaml', 'real');
    await put('elsewhere/secret', 'secret');
    await symlink('real.yaml', join(folder, 'inside.yaml'));
    await symlink('/etc/passwd', join(folder, 'outside.yaml'));
    await symlink('nowhere', join(folder, 'dangling.yaml'));
    await symlink('elsewhere', join(folder, 'folder'));
    const link = (name: string): string => `groups/${name} RC151 the file is a link`;
    expect(read()).toEqual({
      files: ['groups/real.yaml=real'],
      complaints: [link('dangling.yaml'), link('folder'), link('inside.yaml'), link('outside.yaml')],
    });
  });

  it('when it is a pipe, and is not opened', () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    expect(read()).toEqual({ files: [], complaints: ['groups/pipe.yaml RC152 the file is not a regular file'] });
  });

  it.each(['a.yml', 'a.YAML', 'a.Yml'])('when its name ends almost rightly: %s', async (name) => {
    await put(name, 'x');
    const complaint = `groups/${name} RC152 the name of the file does not end in .yaml, so it would be passed over`;
    expect(read()).toEqual({ files: [], complaints: [complaint] });
  });

  it('when it is not UTF-8', async () => {
    await put('latin.yaml', Buffer.from('Zürich', 'latin1'));
    await put('wide.yaml', Buffer.from('\ufeffaddress', 'utf16le'));
    await put('surrogate.yaml', Uint8Array.from([0xed, 0xa0, 0x80]));
    expect(read().complaints).toEqual(
      ['latin', 'surrogate', 'wide'].map((name) => `groups/${name}.yaml RC154 the file is not UTF-8`),
    );
  });

  it('when it is a pointer of Git LFS', async () => {
    await put('big.yaml', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n');
    expect(read().complaints).toEqual(['groups/big.yaml RC155 the file is a Git LFS pointer, not the manifest']);
  });

  it('when it cannot be read', async () => {
    await put('locked.yaml', 'x');
    await put('open.yaml', 'y');
    await chmod(join(folder, 'locked.yaml'), 0);
    await chmod(folder, 0o755);
    expect(await readAsNobody()).toEqual({
      files: ['groups/open.yaml'],
      complaints: ['groups/locked.yaml RC156 the file cannot be read: EACCES: permission denied'],
    });
  });
});

describe('a folder is refused', () => {
  it('when it is missing, or no folder', async () => {
    await put('file', '');
    for (const [name, error] of [
      ['missing', 'ENOENT: no such file or directory'],
      ['file', 'ENOTDIR: not a directory'],
    ] as const) {
      const failure = await failureOf(Promise.resolve().then(() => readWorktree(join(folder, name), 'groups')));
      expect(failure).toEqual({
        kind: 'input',
        message: `cannot read the folder groups: ${error}`,
        hint: 'Run the command where groups/ is, or name the folder with --groups.',
      });
    }
  });

  it('when it is a link', async () => {
    await symlink('/etc', join(folder, 'link'));
    expect(await failureOf(Promise.resolve().then(() => readWorktree(join(folder, 'link'), 'groups')))).toEqual({
      kind: 'input',
      message: 'groups is a link',
      hint: 'Name the folder itself with --groups.',
    });
  });

  it('when one below it cannot be read', async () => {
    await put('locked/a.yaml', 'x');
    await chmod(join(folder, 'locked'), 0);
    await chmod(folder, 0o755);
    expect(await readAsNobody()).toEqual({
      failure: 'cannot read the folder groups/locked: EACCES: permission denied',
    });
    await chmod(join(folder, 'locked'), 0o755);
  });
});

/** Root may read everything, so another user reads when the tests run as root. */
async function readAsNobody(): Promise<unknown> {
  const worktree = pathToFileURL(join(import.meta.dirname, '../../src/io/worktree.ts')).href;
  const script = `
    import { readWorktree } from ${JSON.stringify(worktree)};
    if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
    try {
      const { files, diagnostics } = readWorktree(process.argv[1], 'groups');
      const complaints = diagnostics.map(({ code, message, source }) => source.file + ' ' + code + ' ' + message);
      console.log(JSON.stringify({ files: files.map(({ file }) => file), complaints }));
    } catch (error) {
      console.log(JSON.stringify({ failure: error.message }));
    }`;
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', script, folder];
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
}
