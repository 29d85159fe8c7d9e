import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The name of the file that holds the new content of `name` until it is complete. No other program makes such names. Of a
 * long name only the beginning is in it, because file systems take no more than 255 bytes.
 */
export function temporaryName(name: string, unique: string): string {
  return `.${name.slice(0, 40)}.${unique}.rollcall-tmp`;
}

/** What is older, in milliseconds, belongs to a run that was killed: no run writes one file for so long. */
const stale = 60 * 60 * 1000;

const swept = new Set<string>();

/** Takes away the temporary files of runs that were killed, once for each folder: a command may write many files there. */
export function sweepTemporaryFiles(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of namesIn(folder)) {
    if (/^\..+\.[0-9a-f-]{36}\.rollcall-tmp$/s.test(name)) removeStale(join(folder, name));
  }
}

/** A folder that may be written but not listed is no reason to stop. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Another run may take it away at the same time, or it may not be ours to remove: it only lies there. */
function removeStale(path: string): void {
  try {
    const found = lstatSync(path);
    if (found.isFile() && Date.now() - found.mtimeMs > stale) rmSync(path);
  } catch {}
}
