import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianProgram } from './debian-program.ts';
import { guardChild } from './guard.ts';

/** A place in which programs take themselves for root, and nothing outside it is touched: fakeroot(1). */
export interface FakeRoot {
  /** What the environment of such a program must have. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

/** Starts the keeper of a fake root, which remembers who would own what. `folder` goes when this process is lost. */
export async function startFakeRoot(folder: string): Promise<FakeRoot> {
  const faked = await debianProgram('faked-tcp', 'fakeroot');
  const library = withoutClash(findLibrary(join(faked.folder, '../..')), join(folder, 'libfakeroot.so'));
  const child = spawn(faked.file, ['--foreground'], { env: { ...faked.env }, stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.pid === undefined) throw new Error(`${faked.file} cannot be run`);
  const guard = guardChild(child.pid, folder);
  child.once('exit', () => guard.dismiss());
  const key = await firstNumber(child);
  child.unref();
  return { env: { LD_PRELOAD: library, FAKEROOTKEY: key }, stop: () => void child.kill() };
}

function findLibrary(root: string): string {
  const folders = [join(root, 'usr/lib'), '/usr/lib'].filter((folder) => existsSync(folder));
  const found = folders
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    .map((path) => join(path, 'libfakeroot/libfakeroot-tcp.so'))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`there is no libfakeroot-tcp.so below ${root}`);
  return found;
}

/**
 * A copy of the library that Postfix can live with. Both have a function `load_library_symbols`, and Postfix would call
 * the wrong one when it loads a table type. The copy's has another name of the same length and the same hash.
 */
function withoutClash(library: string, copy: string): string {
  const bytes = readFileSync(library);
  const at = bytes.indexOf('\u0000load_library_symbols\u0000');
  if (at >= 0) bytes.write('load`Kibrary_symbols', at + 1, 'latin1'); // 33 * "_" + "l" = 33 * "`" + "K"
  writeFileSync(copy, bytes);
  return copy;
}

/** It prints `port:pid`, and the port is the key to it. */
function firstNumber(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error('fakeroot ended before it began')));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const key = /^(\d+):/.exec(text)?.[1];
      if (key !== undefined) resolve(key);
    });
  });
}
