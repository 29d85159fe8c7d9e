import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { Failure } from '../model/failure.ts';
import type { FilePlace } from './atomic-file.ts';
import { messageWithoutPath } from './file-problem.ts';

/**
 * Adds a text to the end of a file, on lines of its own, in one write. A file that is not there is made, for its owner
 * alone (0600). What cannot be written is a Failure.
 */
export function appendToFile({ path, shown }: FilePlace, text: string): void {
  try {
    const file = openSync(path, 'a+', 0o600);
    try {
      const bytes = Buffer.from(endsInLine(file) ? text : `\n${text}`);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const hint = 'Check the rights of the file and the space on the disk; what was there is intact.';
    throw new Failure('output', `cannot write ${shown}: ${messageWithoutPath(error)}`, hint, { cause: error });
  }
}

function endsInLine(file: number): boolean {
  const stats = fstatSync(file);
  if (!stats.isFile() || stats.size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, stats.size - 1);
  return last[0] === 10;
}
