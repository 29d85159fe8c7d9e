import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../model/failure.ts';
import { messageOf } from './ldap-failure.ts';

/** Whether a file must be on the disk before we go on (`flush`), or only never be seen half written (`rename`). */
export type Durability = 'flush' | 'rename';

/**
 * Writes a whole file or leaves the old one as it is: a new file beside it, then renamed over it.
 * A file that exists keeps its mode; `mode` is for a new one. A link is replaced, never followed. Missing folders are
 * made. Anything that goes wrong is a Failure.
 */
export function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode: number,
  durability: Durability,
): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    const old = lstatSync(path, { throwIfNoEntry: false });
    const file = openSync(temporary, 'wx', mode);
    try {
      if (old?.isFile() === true) fchmodSync(file, old.mode & 0o777);
      writeFileSync(file, content);
      if (durability === 'flush') fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    if (durability === 'flush') syncFolder(folder);
  } catch (error) {
    discard(temporary);
    const hint = 'Check the rights of the folder and the space on the disk; the old content is intact.';
    throw new Failure('output', `cannot write ${path}: ${messageOf(error)}`, hint, { cause: error });
  }
}

/** Whatever stopped the writing may stop this too, and is the better thing to tell. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
