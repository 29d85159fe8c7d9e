import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { Failure } from '../model/failure.ts';
import { type FilePlace, writePrivateFile } from './atomic-file.ts';
import { fileProblem } from './file-problem.ts';

/** The largest file that is taken for a saved plan, in bytes. */
export const maximumPlanSize: number = 64 * 1024 * 1024;

/** A file as text, with the SHA-256 (hex) of its bytes. */
export interface PlanFile {
  readonly text: string;
  readonly sha256: string;
}

/** Reads the file of a saved plan. Links, devices, pipes and large files are refused. */
export function readPlanFile({ path, shown }: FilePlace): PlanFile {
  const file = open(path, shown);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw refused(shown, 'is not a regular file', 'Name the file that plan --out wrote.');
    if (found.size > maximumPlanSize)
      throw refused(shown, 'has more than 64 MiB', 'Name the file that plan --out wrote.');
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) throw refused(shown, 'is not UTF-8', 'Name the file that plan --out wrote.');
    return { text: bytes.toString('utf8'), sha256: sha256(bytes) };
  } finally {
    closeSync(file);
  }
}

/** Writes the file of a saved plan, for nobody but its owner, and gives its SHA-256 (hex). */
export function writePlanFile(place: FilePlace, text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length > maximumPlanSize) {
    const hint = 'Nothing was saved. A change of this size is applied without a saved plan: rollcall apply.';
    throw new Failure('output', `the plan has more than the 64 MiB that a saved plan may have`, hint);
  }
  writePrivateFile(place, bytes);
  return sha256(bytes);
}

/** A pipe without a writer would keep us waiting, so nothing waits here; and a link can be led elsewhere. */
function open(path: string, shown: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'ELOOP') throw refused(shown, 'is a link', 'Name the file itself.');
    if (code === 'ENXIO') throw refused(shown, 'is not a regular file', 'Name the file that plan --out wrote.');
    const hint = 'Name the file that plan --out wrote, or correct its rights.';
    throw new Failure('input', fileProblem(shown, error), hint, { cause: error });
  }
}

function refused(shown: string, what: string, hint: string): Failure {
  return new Failure('plan', `the saved plan ${shown} ${what}`, hint);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
