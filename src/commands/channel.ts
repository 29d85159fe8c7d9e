import type { Writable } from 'node:stream';
import { encodeGithubLog } from '../report/encode-github.ts';

/** Who reads an output: the log of a GitHub workflow obeys lines that look like commands, nobody else does. */
export type OutputReader = 'anyone' | 'workflow log';

/** Standard output or standard error, as commands write to it. */
export interface Channel {
  readonly write: (text: string) => void;
  /** Writes lines that are meant as commands for the log of a workflow. */
  readonly command: (lines: string) => void;
  /** Writes what is left, waits until all is out, and tells what stopped the writing, if anything did. */
  readonly finish: () => Promise<Error | undefined>;
}

/**
 * A channel onto a stream. For the log of a workflow it writes whole lines, each made harmless, however the text came in.
 * A stream that fails never stops the work: a reader that went away is nobody to tell, another error is kept for `finish`.
 */
export function makeChannel(stream: Writable, reader: OutputReader): Channel {
  let problem: Error | undefined;
  let held = '';
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') problem ??= error;
  });
  const release = (text: string): void => {
    held = '';
    if (text !== '') stream.write(encodeGithubLog(text));
  };
  return {
    write: (text) => {
      if (reader === 'anyone') {
        stream.write(text);
        return;
      }
      const all = held + text;
      const end = all.lastIndexOf('\n') + 1;
      release(all.slice(0, end));
      held = all.slice(end);
    },
    command: (lines) => {
      release(held === '' ? '' : `${held}\n`);
      stream.write(lines);
    },
    finish: async () => {
      release(held);
      await new Promise<void>((resolve) => stream.write('', () => resolve()));
      return problem;
    },
  };
}
