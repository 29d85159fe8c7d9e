import { Failure } from '../model/failure.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import { type PublishingOptions, publishRound } from './publish-round.ts';
import { keepRunning } from './reconcile-loop.ts';
import { type RoundOptions, runRound } from './reconcile-round.ts';

/** Options of `reconcile`. */
export interface ReconcileOptions extends RoundOptions, PublishingOptions {
  /** The time from one run to the next in milliseconds; undefined for a single run. */
  readonly every: number | undefined;
}

/** The unattended job: guards, plan, write, read back, report; once, or again and again. */
export async function run(context: Context, options: ReconcileOptions): Promise<ExitCode> {
  const { every } = options;
  if (every !== undefined) refuseForOneRun(options);
  const remembering = withMemory(context);
  const once = async (now: Context): Promise<ExitCode> => {
    const { round, defect } = await runRound(now, options);
    const code = publishRound(now, options, round);
    if (defect !== undefined) throw defect;
    return code;
  };
  return every === undefined ? once(remembering) : keepRunning(remembering, every, once);
}

/** What somebody agreed to for one run must not count again and again. */
function refuseForOneRun({ undo, overrides, bootstrap }: ReconcileOptions): void {
  if (undo !== undefined) {
    const hint = 'Leave out --undo: each run that writes leaves a file of its own under .rollcall.';
    throw new Failure('usage', 'with --every, each undo file would replace the one before', hint);
  }
  if (overrides.length > 0) {
    const hint = 'Write allow into the manifest, with a last day; or run reconcile once with the option.';
    throw new Failure('usage', 'with --every, --allow-removals and --allow-deletion would count in every run', hint);
  }
  if (bootstrap) {
    const hint = 'Run reconcile once with --bootstrap, and then the loop without.';
    throw new Failure(
      'usage',
      'with --every, --bootstrap would take an empty directory at its word in every run',
      hint,
    );
  }
}

/** Standard input can be read only once, and every connection needs the password. */
function withMemory(context: Context): Context {
  let input: Promise<string> | undefined;
  return {
    ...context,
    readInput: () => {
      input ??= context.readInput();
      return input;
    },
  };
}
