import { join, resolve } from 'node:path';
import { type FilePlace, writeFileAtomic } from '../io/atomic-file.ts';
import { readTextFile } from '../io/text-file.ts';
import { Failure } from '../model/failure.ts';
import type { PostfixConfig } from '../model/postfix-config.ts';
import { keepPassword } from '../postfix/keep-password.ts';
import { postfixFileText } from '../report/postfix-text.ts';

/** The name under which the lines for `main.cf` are written: that file belongs to the postmaster. */
export const mainLinesFile = 'main.cf.rollcall';

interface Written {
  readonly place: FilePlace;
  readonly text: string;
  readonly mode: number;
  readonly state: 'new' | 'same' | 'differs';
}

/**
 * Writes the files into a folder and says so. When one that is there differs and may not be overwritten, nothing is
 * written (a Failure). A password that somebody has put into a map stays.
 */
export function writePostfixFiles(cwd: string, folder: string, force: boolean, { maps, main }: PostfixConfig): string {
  const files = [
    ...maps.map((map) => compare(cwd, join(folder, map.name), postfixFileText(map), 0o640)),
    compare(cwd, join(folder, mainLinesFile), postfixFileText(main), 0o644),
  ];
  const differing = files.filter(({ state }) => state === 'differs').map(({ place }) => place.shown);
  if (differing.length > 0 && !force) {
    const hint = 'Compare with what rollcall postfix prints; --force overwrites, and keeps a password that is in them.';
    throw new Failure('output', `nothing was written, because other text is in ${differing.join(' and ')}`, hint);
  }
  for (const { place, text, mode, state } of files) if (state !== 'same') writeFileAtomic(place, text, mode, 'rename');
  return `${files.map(({ place, state }) => (state === 'same' ? `${place.shown} is up to date.` : `Wrote ${place.shown}.`)).join('\n')}\n`;
}

function compare(cwd: string, shown: string, text: string, mode: number): Written {
  const place = { path: resolve(cwd, shown), shown };
  const before = readTextFile(place);
  if (before === undefined) return { place, text, mode, state: 'new' };
  const kept = keepPassword(before, text);
  return { place, text: kept, mode, state: kept === before ? 'same' : 'differs' };
}
