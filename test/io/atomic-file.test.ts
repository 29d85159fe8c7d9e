import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Durability, writeFileAtomic } from '../../src/io/atomic-file.ts';
import { builtCli } from '../kit/workspace.ts';
import { failureOf, type ShownFailure } from './failure-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe.each(['flush', 'rename'] as const)('a file written with %s', (durability) => {
  it('has the content, the mode, and its folders', async () => {
    const path = join(folder, 'a/b/new.txt');
    writeFileAtomic({ path: path, shown: 'shown.txt' }, 'text ü\n', 0o600, durability);
    expect(await readFile(path, 'utf8')).toBe('text ü\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    writeFileAtomic({ path: path, shown: 'shown.txt' }, Uint8Array.from([0, 0xff]), 0o644, durability);
    expect([...(await readFile(path))]).toEqual([0, 0xff]);
    expect(await readdir(join(folder, 'a/b'))).toEqual(['new.txt']);
  });

  it('may have the longest name that there is', async () => {
    for (const name of ['x'.repeat(255), '組'.repeat(85)]) {
      writeFileAtomic({ path: join(folder, name), shown: name }, 'x', 0o600, durability);
      expect(await readFile(join(folder, name), 'utf8')).toBe('x');
    }
  });

  it('keeps the mode that it had', async () => {
    const path = join(folder, 'old.txt');
    await writeFile(path, 'old');
    await chmod(path, 0o664);
    writeFileAtomic({ path: path, shown: 'shown.txt' }, 'new', 0o600, durability);
    expect((await stat(path)).mode & 0o777).toBe(0o664);
  });

  it('is another file than before: whoever reads the old one reads it to its end', async () => {
    const path = join(folder, 'old.txt');
    await writeFile(path, 'old');
    const before = await stat(path);
    writeFileAtomic({ path: path, shown: 'shown.txt' }, 'new', 0o600, durability);
    expect((await stat(path)).ino).not.toBe(before.ino);
  });

  it('takes the place of a link, and what the link led to stays', async () => {
    const [target, link] = [join(folder, 'target'), join(folder, 'link')];
    await writeFile(target, 'untouched');
    await symlink(target, link);
    writeFileAtomic({ path: link, shown: 'shown.txt' }, 'new', 0o600, durability);
    expect((await lstat(link)).isFile()).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('untouched');
  });

  it('that cannot be written leaves nothing behind', async () => {
    await mkdir(join(folder, 'taken/inside'), { recursive: true });
    expect(await failure(join(folder, 'taken'), durability)).toEqual({
      kind: 'output',
      message: 'cannot write shown.txt: it is a folder',
      hint: 'Name a file; nothing was changed.',
    });
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('below something that is no folder is refused', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await failure(join(folder, 'file/new.txt'), durability)).toEqual({
      kind: 'output',
      message: expect.stringMatching(/^cannot write shown\.txt: (ENOTDIR|EEXIST): [a-z ]+$/),
      hint: 'Check the rights of the folder and the space on the disk; the old content is intact.',
    });
  });

  it('never takes the place of a device or a pipe, nor of a link to one', async () => {
    const [pipe, link] = [join(folder, 'pipe'), join(folder, 'link')];
    execFileSync('mkfifo', [pipe]);
    await symlink('/dev/null', link);
    for (const path of [pipe, link]) {
      expect((await failure(path, durability)).message).toBe('cannot write shown.txt: it is a device or a pipe');
    }
    expect((await lstat(pipe)).isFIFO()).toBe(true);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });
});

describe('what a killed run left', () => {
  const leave = async (name: string, age: number): Promise<void> => {
    await writeFile(join(folder, name), 'half');
    const then = new Date(Date.now() - age);
    await utimes(join(folder, name), then, then);
  };
  const [hour, uuid] = [60 * 60 * 1000, '01234567-89ab-4cde-8f01-23456789abcd'];

  it('is taken away an hour later, when something is written there again', async () => {
    await leave(`.old.ldif.${uuid}.rollcall-tmp`, hour + 5000);
    await leave(`.new.ldif.${uuid}.rollcall-tmp`, hour - 60_000);
    await leave(`.other.${uuid}.tmp`, 2 * hour);
    await leave(`old.ldif.${uuid}.rollcall-tmp`, 2 * hour);
    await mkdir(join(folder, `.folder.${uuid}.rollcall-tmp`));
    writeFileAtomic({ path: join(folder, 'x'), shown: 'x' }, 'x', 0o600, 'flush');
    expect((await readdir(folder)).sort()).toEqual([
      `.folder.${uuid}.rollcall-tmp`,
      `.new.ldif.${uuid}.rollcall-tmp`,
      `.other.${uuid}.tmp`,
      `old.ldif.${uuid}.rollcall-tmp`,
      'x',
    ]);
  });
});

describe('with the world against it, a file', () => {
  const path = (): string => join(folder, 'old.txt');
  const write = `try {
      writeFileAtomic({ path: process.argv[1], shown: 'shown.txt' }, 'x'.repeat(200_000), 0o600, 'flush');
    } catch ({ name, kind, message }) { console.log(JSON.stringify({ name, kind, message })); }`;

  it('stays as it was when there is no room', async () => {
    await writeFile(path(), 'old');
    const words = [process.execPath, ...flags(write), path()].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    const said = execFileSync('/bin/sh', ['-c', `ulimit -f 50; exec ${words.join(' ')}`], { encoding: 'utf8' });
    expect(JSON.parse(said)).toMatchObject({ message: 'cannot write shown.txt: EFBIG: file too large' });
    expect(await readFile(path(), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['old.txt']);
  });

  it('stays as it was in a folder that may not be written', async () => {
    await writeFile(path(), 'old');
    await chmod(folder, 0o555);
    // Root may write everywhere, so another user writes when the tests run as root.
    const drop = 'if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }';
    const said = execFileSync(process.execPath, [...flags(drop + write), path()], { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({
      name: 'Failure',
      kind: 'output',
      message: 'cannot write shown.txt: EACCES: permission denied',
    });
    await chmod(folder, 0o755);
    expect(await readFile(path(), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['old.txt']);
  });

  it('is old or new when its writer is killed, never half of each', async () => {
    const contents = ['a', 'b'].map((letter) => letter.repeat(3_000_000));
    const loop = `const contents = ['a', 'b'].map((letter) => letter.repeat(3_000_000));
      console.log('begun');
      for (let turn = 0; ; turn += 1) {
        writeFileAtomic({ path: process.argv[1], shown: 'x' }, contents[turn % 2], 0o600, 'rename');
      }`;
    await writeFile(path(), contents[0] ?? '');
    let left = 0;
    for (let kills = 0; kills < 25; kills += 1) {
      const child = spawn(process.execPath, [...flags(loop), path()], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      await sleep(Math.random() * 20);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(contents.includes(await readFile(path(), 'utf8'))).toBe(true);
      left = (await readdir(folder)).length - 1;
    }
    expect(left).toBeGreaterThan(0); // some were killed in the middle of writing
  });
});

function failure(path: string, durability: Durability): Promise<ShownFailure> {
  return failureOf(Promise.resolve().then(() => writeFileAtomic({ path, shown: 'shown.txt' }, 'x', 0o600, durability)));
}

/** What runs a script in a process of its own, with the built code. */
function flags(script: string): readonly string[] {
  const built = pathToFileURL(join(dirname(builtCli), 'io/atomic-file.js')).href;
  return ['--input-type=module', '--eval', `import { writeFileAtomic } from ${JSON.stringify(built)};${script}`];
}
