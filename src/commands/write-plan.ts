import type { Directory } from '../io/directory.ts';
import { type Executed, writtenSteps } from '../io/execute.ts';
import type { Failure } from '../model/failure.ts';
import type { StepResult } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { StaleStep } from '../model/saved-plan.ts';
import { type ApplyingOptions, applyPlan, type Meanwhile } from './applying.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode, exitCodeOf } from './exit-code.ts';
import { failureOf } from './failure-of.ts';
import type { SoundInputs } from './inputs.ts';
import { type Planned, planExitCode } from './planning.ts';
import { undoFile } from './undo-file.ts';

/** Options of everything that writes a plan. */
export interface WritingOptions extends ApplyingOptions {
  readonly undo: string | undefined;
}

/** A plan that is ready to be applied. */
export interface ReadyPlan {
  readonly planned: Planned;
  readonly directory: Directory;
  /** The writer's session when planning began. */
  readonly session: number;
  /** Steps of the saved plan that stay out; none when it was made for this run. */
  readonly stale: readonly StaleStep[];
  readonly meanwhile: Meanwhile;
  /** The last chance to stop: throws a Failure when the plan must not be written after all. */
  readonly lastLook: () => Promise<void>;
}

/** What was written and what was not. */
export interface Written {
  /** In the order of the steps. */
  readonly results: readonly StepResult[];
  /** The file that takes it back, as messages show it; undefined when nothing was written. */
  readonly undoFile: string | undefined;
  /** What ended the writing early, if anything did. */
  readonly failure: Failure | undefined;
  readonly interrupted: boolean;
  readonly code: ExitCode;
}

/** Writes a plan, with the undo file on the disk before the first request, and reads back each step. */
export async function writePlan(context: Context, options: WritingOptions, ready: ReadyPlan): Promise<Written> {
  const { planned, directory, session, meanwhile } = ready;
  const { inputs } = planned;
  const { steps } = planned.plan;
  const undo = undoFile(context, options.undo);
  const begin = (): void => (steps.length > 0 ? undo.write(steps) : undefined);
  const lastLook = async (): Promise<void> => {
    try {
      await ready.lastLook();
    } catch (error) {
      if (steps.length > 0) undo.write([]);
      throw error;
    }
  };
  const writing = { ...directory, session, begin, lastLook };
  const executed = await applyPlan(context, options, planned, writing, meanwhile);
  context.progress.end();
  const written = writtenSteps(executed);
  // The file holds all steps as planned already; it is only wrong when something else was written.
  const lost = sameSteps(written, steps) ? undefined : failureOf(() => undo.write(written));
  const { results, failure = lost, interrupted } = executed;
  const code = codeOf(executed, ready);
  if (code === exitCode.done && lost === undefined && meanwhile === 'plan again') await remember(context, inputs);
  return {
    ...{ results, undoFile: written.length > 0 ? undo.shown : undefined, failure, interrupted },
    code: code === exitCode.done && lost !== undefined ? exitCodeOf(lost.kind) : code,
  };
}

/** The directory is as the manifests declare. Git is loaded only here. */
export async function remember(context: Context, inputs: SoundInputs): Promise<void> {
  const { rememberApplied } = await import('./applied.ts');
  await rememberApplied(context, inputs);
}

function codeOf({ results, failure, interrupted }: Executed, { planned: { plan }, stale }: ReadyPlan): ExitCode {
  if (interrupted) return exitCode.interrupted;
  const ended = new Set(results.map(({ outcome }) => outcome.kind));
  if (failure !== undefined || ended.has('failed') || ended.has('skipped')) return exitCode.stepsFailed;
  if (stale.length > 0) return exitCode.planRefused;
  const code = planExitCode(plan, false);
  return code === exitCode.done && ended.has('held') ? exitCode.held : code;
}

function sameSteps(a: readonly Step[], b: readonly Step[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
