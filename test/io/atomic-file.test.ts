import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../src/io/atomic-file.ts';
import { failureOf } from './failure-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe.each(['flush', 'rename'] as const)('a file written with %s', (durability) => {
  it('has the content, the mode, and its folders', async () => {
    const path = join(folder, 'a/b/new.txt');
    writeFileAtomic(path, 'text ü\n', 0o600, durability);
    expect(await readFile(path, 'utf8')).toBe('text ü\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    writeFileAtomic(path, Uint8Array.from([0, 0xff]), 0o644, durability);
    expect([...(await readFile(path))]).toEqual([0, 0xff]);
    expect(await readdir(join(folder, 'a/b'))).toEqual(['new.txt']);
  });

  it('keeps the mode that it had', async () => {
    const path = join(folder, 'old.txt');
    await writeFile(path, 'old');
    await chmod(path, 0o664);
    writeFileAtomic(path, 'new', 0o600, durability);
    expect((await stat(path)).mode & 0o777).toBe(0o664);
  });

  it('is another file than before: whoever reads the old one reads it to its end', async () => {
    const path = join(folder, 'old.txt');
    await writeFile(path, 'old');
    const before = await stat(path);
    writeFileAtomic(path, 'new', 0o600, durability);
    expect((await stat(path)).ino).not.toBe(before.ino);
  });

  it('takes the place of a link, and what the link led to stays', async () => {
    const [target, link] = [join(folder, 'target'), join(folder, 'link')];
    await writeFile(target, 'untouched');
    await symlink(target, link);
    writeFileAtomic(link, 'new', 0o600, durability);
    expect((await lstat(link)).isFile()).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('untouched');
  });

  it('that cannot be written leaves nothing behind', async () => {
    await mkdir(join(folder, 'taken/inside'), { recursive: true });
    const path = join(folder, 'taken');
    expect(await failureOf(Promise.resolve().then(() => writeFileAtomic(path, 'x', 0o600, durability)))).toEqual({
      kind: 'output',
      message: expect.stringContaining(`cannot write ${path}: `),
      hint: 'Check the rights of the folder and the space on the disk; the old content is intact.',
    });
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('below something that is no folder is refused', async () => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file/new.txt');
    const failure = await failureOf(Promise.resolve().then(() => writeFileAtomic(path, 'x', 0o600, durability)));
    expect(failure.kind).toBe('output');
    expect(failure.message).toContain(`cannot write ${path}: `);
  });
});
