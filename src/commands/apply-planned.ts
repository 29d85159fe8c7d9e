import type { Directory } from '../io/directory.ts';
import { type Executed, writtenSteps } from '../io/execute.ts';
import { Failure } from '../model/failure.ts';
import type { Step } from '../model/plan.ts';
import type { StaleStep } from '../model/saved-plan.ts';
import { planToText } from '../report/plan-text.ts';
import { count } from '../report/wording.ts';
import { type ApplyFormat, applyReport } from './apply-report.ts';
import { type ApplyingOptions, applyPlan, type Meanwhile } from './applying.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { SoundInputs } from './inputs.ts';
import { type Planned, planExitCode } from './planning.ts';
import { revisionOf } from './revision.ts';
import { showFailure } from './show-failure.ts';
import { type UndoFile, undoFile } from './undo-file.ts';

/** Options of everything that applies a plan. */
export interface ApplyPlannedOptions extends ApplyingOptions {
  readonly format: ApplyFormat;
  readonly yes: boolean;
  readonly undo: string | undefined;
}

/** A plan that is ready to be applied. */
export interface ReadyPlan {
  readonly inputs: SoundInputs;
  readonly planned: Planned;
  readonly directory: Directory;
  /** The writer's session when planning began. */
  readonly session: number;
  /** Steps of the saved plan that stay out; none when it was made for this run. */
  readonly stale: readonly StaleStep[];
  readonly meanwhile: Meanwhile;
}

/** Shows the plan, asks, writes, reads back, and reports every step. */
export async function applyPlanned(
  context: Context,
  options: ApplyPlannedOptions,
  ready: ReadyPlan,
): Promise<ExitCode> {
  const { inputs, planned, directory, session, meanwhile } = ready;
  await show(context, options, inputs, planned);
  const { steps } = planned.plan;
  const wanted = steps.length > 0 && (await mayApply(context, options, steps.length));
  if (steps.length > 0 && !wanted) {
    context.err('Nothing was changed.\n');
    return exitCode.done;
  }
  const undo = undoFile(context, options.undo);
  const begin = (): void => (steps.length > 0 ? undo.write(steps) : undefined);
  const writing = { ...directory, session, begin };
  const executed = await applyPlan(context, options, inputs, planned, writing, meanwhile);
  return finish(context, options, ready, executed, undo);
}

async function show(
  context: Context,
  options: ApplyPlannedOptions,
  inputs: SoundInputs,
  { plan }: Planned,
): Promise<void> {
  const { outStyle, errStyle } = context;
  const revision = await revisionOf(context, inputs);
  const [write, style] = options.format === 'text' ? [context.out, outStyle] : [context.err, errStyle];
  write(`${planToText(plan, { style, revision, detail: 'short' })}\n`);
}

async function mayApply(context: Context, { yes }: ApplyPlannedOptions, steps: number): Promise<boolean> {
  if (yes) return true;
  if (context.interactive) return context.confirm(`Apply ${count(steps, 'step')}?`);
  const hint = 'Look at the plan above, then run the same command with --yes.';
  throw new Failure('usage', 'there is no terminal to ask on, so nothing was changed', hint);
}

function finish(
  context: Context,
  options: ApplyPlannedOptions,
  { planned: { plan }, stale }: ReadyPlan,
  executed: Executed,
  undo: UndoFile,
): ExitCode {
  context.progress.end();
  const { results, failure, interrupted } = executed;
  const written = writtenSteps(executed);
  const undoPath = written.length > 0 ? undo.shown : undefined;
  const left = { held: plan.held, conflicts: plan.conflicts, stale };
  if (results.length + left.held.length + left.conflicts.length + stale.length > 0 || options.format !== 'text') {
    context.out(applyReport(results, options.format, { context, target: plan.target, left, undoFile: undoPath }));
  }
  // The file holds all steps as planned already; it is only wrong when something else was written.
  if (!sameSteps(written, plan.steps)) undo.write(written);
  if (failure !== undefined) showFailure(context, failure);
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
