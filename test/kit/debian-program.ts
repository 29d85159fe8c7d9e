import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheRoot, libraryFolders, machineName } from './debian-cache.ts';
import { withFolderLock } from './folder-lock.ts';
import { unpackPackages } from './unpack-packages.ts';

/** A program that can be run, and what its environment must have beside what the caller gives. */
export interface DebianProgram {
  readonly file: string;
  /** The folder it is in, for a PATH. */
  readonly folder: string;
  /** `LD_LIBRARY_PATH` where the program was unpacked; empty where it is installed. */
  readonly env: Readonly<Record<string, string>>;
}

const folders = ['usr/bin', 'usr/sbin', 'bin', 'sbin'];

/**
 * A program of a Debian package: the machine's own, else unpacked into `.cache/`, which needs no root and installs
 * nothing. Throws when neither can be had: the tests that need it then fail, and never pass by being left out.
 * `libraries` are folders with further libraries of the package, from its root.
 */
export async function debianProgram(
  name: string,
  packageName: string,
  libraries: readonly string[] = [],
): Promise<DebianProgram> {
  const installed = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin'];
  for (const folder of installed)
    if (existsSync(join(folder, name))) return { file: join(folder, name), folder, env: {} };
  const root = join(cacheRoot, packageName, machineName());
  await withFolderLock(join(cacheRoot, `${packageName}.lock`), () => unpack(packageName, root));
  const folder = folders.map((one) => join(root, one)).find((one) => existsSync(join(one, name)));
  if (folder === undefined) throw new Error(`the Debian package ${packageName} holds no program ${name}`);
  const paths = [...libraryFolders(root), ...libraries.map((one) => join(root, one))];
  return { file: join(folder, name), folder, env: { LD_LIBRARY_PATH: paths.join(delimiter) } };
}

async function unpack(packageName: string, root: string): Promise<void> {
  if (existsSync(root)) return;
  const folder = join(cacheRoot, packageName);
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'unpacking-'));
  try {
    await unpackPackages([packageName], scratch, join(scratch, 'root'));
    await rename(join(scratch, 'root'), root);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = `Install the package "${packageName}", or run where apt-get reaches a mirror.`;
    throw new Error(`the tests need ${packageName}, and it could not be had: ${reason}\n${remedy}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
