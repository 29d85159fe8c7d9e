import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { Failure } from '../model/failure.ts';
import { fileProblem } from './file-problem.ts';

/** Whether everybody on the machine may be able to read a secret's file. */
export type SecretSharing = 'refuse' | 'allow';

/** The largest file that is read as a secret, in bytes. */
const maximumSize = 64 * 1024;

/**
 * A file with a secret, as text. `key` is the setting that names it. A file that others may read or anybody but its owner
 * may write is refused, and so is everything that is no file; what is looked at is what is read, so links are allowed.
 */
export function readSecretFile(path: string, key: string, sharing: SecretSharing): string {
  const shown = `${path} (${key})`;
  const file = open(path, shown, key);
  try {
    const found = fstatSync(file);
    refuseOther(found, shown);
    refuseRights(found, path, shown, sharing);
    return textOf(read(file, found.size), shown);
  } finally {
    closeSync(file);
  }
}

/** A pipe without a writer would keep us waiting, so nothing waits here. */
function open(path: string, shown: string, key: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const hint = `Correct ${key}, or the rights of the file.`;
    throw new Failure('input', fileProblem(shown, error), hint, { cause: error });
  }
}

function refuseOther(found: Stats, shown: string): void {
  if (found.isDirectory()) throw new Failure('input', `${shown} is a folder`, 'Name a file that holds the secret.');
  if (!found.isFile()) {
    const hint = 'Name a file that holds the secret; a password can also come with --password-stdin.';
    throw new Failure('input', `${shown} is a device or a pipe`, hint);
  }
  if (found.size === 0) throw new Failure('input', `${shown} is empty`, 'Write the secret into it.');
  if (found.size > maximumSize) {
    throw new Failure('input', `${shown} has more than 64 KiB`, 'Name a file that holds the secret and nothing else.');
  }
}

/** The mode of the file that was opened (POSIX): the group may read, and nobody but the owner may write. */
function refuseRights({ mode }: Stats, path: string, shown: string, sharing: SecretSharing): void {
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & 0o022) !== 0) {
    const hint = `Somebody else could put another secret there. Take the right away with: chmod 600 '${path}'`;
    throw new Failure('input', `${shown} may be written by others than its owner (mode ${octal})`, hint);
  }
  if ((mode & 0o004) !== 0 && sharing === 'refuse') {
    const hint =
      `Take the right away with: chmod 600 '${path}'. ` +
      'Where a container mounts it so and nobody else can get in: directory.bind.sharedPasswordFile: allow.';
    throw new Failure('input', `${shown} may be read by everybody on this machine (mode ${octal})`, hint);
  }
}

function read(file: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(file, bytes, 0, size, 0));
}

function textOf(bytes: Buffer, shown: string): string {
  if (!bytes.includes(0)) return bytes.toString('utf8');
  throw new Failure('input', `${shown} has a NUL byte in it`, 'Write the secret as text, in UTF-8.');
}
