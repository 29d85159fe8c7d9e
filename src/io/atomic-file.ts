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
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../model/failure.ts';
import { messageWithoutPath } from './file-problem.ts';
import { sweepTemporaryFiles, temporaryName } from './temporary-files.ts';

/** Whether a file must be on the disk before we go on (`flush`), or only never be seen half written (`rename`). */
export type Durability = 'flush' | 'rename';

/** Where a file goes: its absolute path, and as messages show it. */
export interface FilePlace {
  readonly path: string;
  readonly shown: string;
}

/**
 * Writes a whole file or leaves the old one as it is: a new file beside it, then renamed over it.
 * A file that exists keeps its mode; `mode` is for a new one. A link to a file is replaced, never followed; devices,
 * pipes and folders are refused. Missing folders are made, and what runs that were killed left there is taken away.
 * Anything that goes wrong is a Failure.
 */
export function writeFileAtomic(
  place: FilePlace,
  content: string | Uint8Array,
  mode: number,
  durability: Durability,
): void {
  write(place, content, (old) => (old?.isFile() === true ? old.mode & 0o777 : mode), durability);
}

/** The same for what only its owner may read and write (0600), whatever the mode of a file that exists. */
export function writePrivateFile(place: FilePlace, content: string | Uint8Array): void {
  write(place, content, () => 0o600, 'flush');
}

function write(
  { path, shown }: FilePlace,
  content: string | Uint8Array,
  modeFor: (old: Stats | undefined) => number,
  durability: Durability,
): void {
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(basename(path), randomUUID()));
  try {
    mkdirSync(folder, { recursive: true });
    sweepTemporaryFiles(folder);
    const old = lstatSync(path, { throwIfNoEntry: false });
    refuseOther(old?.isSymbolicLink() === true ? statSync(path, { throwIfNoEntry: false }) : old, shown);
    const mode = modeFor(old);
    const file = openSync(temporary, 'wx', mode);
    try {
      if (old?.isFile() === true) fchmodSync(file, mode);
      writeFileSync(file, content);
      if (durability === 'flush') fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    if (durability === 'flush') syncFolder(folder);
  } catch (error) {
    discard(temporary);
    if (error instanceof Failure) throw error;
    const hint = 'Check the rights of the folder and the space on the disk; the old content is intact.';
    throw new Failure('output', `cannot write ${shown}: ${messageWithoutPath(error)}`, hint, { cause: error });
  }
}

/** A device that is replaced by a file would be gone for the whole machine. */
function refuseOther(old: Stats | undefined, shown: string): void {
  if (old === undefined || old.isFile()) return;
  const what = old.isDirectory() ? 'a folder' : 'a device or a pipe';
  throw new Failure('output', `cannot write ${shown}: it is ${what}`, 'Name a file; nothing was changed.');
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
