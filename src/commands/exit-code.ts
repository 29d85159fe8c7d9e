import type { FailureKind } from '../model/failure.ts';

/** What the process says to scripts; the numbers never change their meaning. */
export const exitCode = {
  done: 0,
  input: 1,
  changesPending: 2,
  held: 3,
  directory: 4,
  stepsFailed: 5,
  planRefused: 6,
  defect: 70,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The exit codes with their meaning, as `--help` lists them. */
export const exitCodeMeanings: ReadonlyMap<ExitCode, string> = new Map<ExitCode, string>([
  [exitCode.done, 'done, or nothing to do'],
  [exitCode.input, 'invalid input or usage'],
  [exitCode.changesPending, 'changes are pending (only with --detailed-exitcode, or reconcile --check)'],
  [exitCode.held, 'held by a safety limit'],
  [exitCode.directory, 'the directory could not be read completely, or refused'],
  [exitCode.stepsFailed, 'some steps or groups failed'],
  [
    exitCode.planRefused,
    'the saved plan, a step of it, or the commit (--tip) is stale, or the plan is not for this directory',
  ],
  [exitCode.defect, 'a bug of Rollcall'],
  [exitCode.interrupted, 'interrupted'],
]);

/** The exit code that a failure ends with. */
export function exitCodeOf(kind: FailureKind): ExitCode {
  switch (kind) {
    case 'usage':
    case 'input':
    case 'output':
      return exitCode.input;
    case 'directory':
      return exitCode.directory;
    case 'plan':
    case 'commit':
      return exitCode.planRefused;
    case 'interrupted':
      return exitCode.interrupted;
  }
}
