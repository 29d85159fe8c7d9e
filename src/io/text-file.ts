import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { Failure } from '../model/failure.ts';
import type { FilePlace } from './atomic-file.ts';
import { fileProblem } from './file-problem.ts';

/** A text file of the user; undefined when there is none. What cannot be read, or is not UTF-8, is a Failure. */
export function readTextFile({ path, shown }: FilePlace): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw new Failure('input', fileProblem(shown, error), 'Correct the path, or the rights of the file.', {
      cause: error,
    });
  }
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new Failure('input', `${shown} is not UTF-8`, 'Save it as UTF-8.');
}
