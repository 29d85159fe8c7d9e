import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while no other process holds the same lock. The lock is a folder that names its holder. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(folder), { recursive: true });
  while (!(await tryLock(folder))) {
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
    else await sleep(100);
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryLock(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(holderFile(folder), String(process.pid));
  return true;
}

/** A lock whose holder is gone, or that stayed without a name for a second, was left by a killed process. */
async function isAbandoned(folder: string): Promise<boolean> {
  const holder = await readHolder(folder);
  if (holder !== undefined) return !isAlive(holder);
  await sleep(1000);
  return (await readHolder(folder)) === undefined;
}

async function readHolder(folder: string): Promise<number | undefined> {
  const text = await readFile(holderFile(folder), 'utf8').catch(() => '');
  return text === '' ? undefined : Number(text);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function holderFile(folder: string): string {
  return join(folder, 'pid');
}
