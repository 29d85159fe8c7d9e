import { resolve } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import { plainStyle } from '../report/style.ts';
import type { AlsoFile } from './also.ts';
import type { Context } from './context.ts';

/** Writes the result to further files, without colours, readable by their owner alone: there are addresses in it. */
export function writeAlso<Format extends string>(
  context: Context,
  files: readonly AlsoFile<Format>[],
  render: (format: Format, plain: Context) => string,
): void {
  const plain = { ...context, outStyle: plainStyle };
  for (const { format, file } of files) {
    writeFileAtomic({ path: resolve(context.cwd, file), shown: file }, render(format, plain), 0o600, 'rename');
  }
}
