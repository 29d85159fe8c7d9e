import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { nextRun } from './pace.ts';

/** How runs end that need no longer pause: the directory was read, and what is left is for people to decide. */
const wellEnded: ReadonlySet<ExitCode> = new Set([exitCode.done, exitCode.changesPending, exitCode.held]);

/**
 * Runs again and again, each time from nothing: settings, manifests, git and directory are read anew. Ends with 0 when it
 * is told to stop between two runs, and with 130 within one.
 */
export async function keepRunning(
  context: Context,
  every: number,
  run: (context: Context) => Promise<ExitCode>,
): Promise<ExitCode> {
  let due = performance.now();
  let failures = 0;
  for (;;) {
    const code = await run({ ...context, now: new Date() });
    if (code === exitCode.interrupted) return code;
    context.endWriting();
    failures = wellEnded.has(code) ? 0 : failures + 1;
    const next = nextRun({ every, due, now: performance.now(), failures, chance: Math.random() });
    due = next.due;
    context.err(`next run in ${seconds(next.wait)}${failures === 0 ? '' : `, after ${failures} that failed`}\n`);
    if ((await context.rest(next.wait)) === 'interrupted') {
      context.err('stopped between two runs\n');
      return exitCode.done;
    }
  }
}

function seconds(time: number): string {
  return `${Math.round(time / 1000)} s`;
}
