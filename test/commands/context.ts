import type { Context } from '../../src/commands/context.ts';
import { colourStyle } from '../../src/report/style.ts';

/** A context for commands under test, and what was written to it. */
export interface TestContext {
  readonly context: Context;
  readonly out: () => string;
  readonly err: () => string;
}

/** A context in `cwd` as on a colour terminal where nobody answers. */
export function makeContext(cwd: string, parts: Partial<Context> = {}): TestContext {
  let [out, err] = ['', ''];
  const context: Context = {
    cwd,
    variables: {},
    now: new Date('2026-11-22T20:30:05.123Z'),
    version: '0.0.0',
    commands: [],
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    annotate: (lines) => {
      out += lines;
    },
    outStyle: colourStyle,
    errStyle: colourStyle,
    interactive: false,
    confirm: async () => false,
    ask: async () => undefined,
    progress: { update: () => undefined, end: () => undefined },
    readInput: async () => '',
    beginWriting: () => new AbortController().signal,
    endWriting: () => undefined,
    rest: async () => 'interrupted',
    ...parts,
  };
  return { context, out: () => out, err: () => err };
}
