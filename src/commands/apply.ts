import { type Executed, writtenSteps } from '../io/execute.ts';
import { openDirectory } from '../io/open-directory.ts';
import { Failure } from '../model/failure.ts';
import type { Step } from '../model/plan.ts';
import { planToText } from '../report/plan-text.ts';
import { count } from '../report/wording.ts';
import { type ApplyFormat, applyReport } from './apply-report.ts';
import { type ApplyingOptions, applyPlan } from './applying.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { type SoundInputs, soundInputs } from './inputs.ts';
import { passwordSource } from './password.ts';
import { type Planned, type PlanningOptions, planExitCode, planWith } from './planning.ts';
import { revisionOf } from './revision.ts';
import { showFailure } from './show-failure.ts';
import { type UndoFile, undoFile } from './undo-file.ts';

/** Options of `apply`. */
export interface ApplyOptions extends PlanningOptions, ApplyingOptions {
  readonly format: ApplyFormat;
  readonly yes: boolean;
  readonly undo: string | undefined;
}

/** Plans, shows the plan, asks, writes, reads back, and reports every step. */
export async function run(context: Context, options: ApplyOptions): Promise<ExitCode> {
  const inputs = await soundInputs(context, options);
  if (inputs === undefined) return exitCode.input;
  const directory = await openDirectory(inputs.settings, passwordSource(context, options));
  const { session } = directory.writer;
  try {
    const planned = await planWith(context, options, inputs.settings, inputs.desired, directory.reader);
    await show(context, options, inputs, planned);
    const { steps } = planned.plan;
    const wanted = steps.length > 0 && (await mayApply(context, options, steps.length));
    if (steps.length > 0 && !wanted) {
      context.err('Nothing was changed.\n');
      return exitCode.done;
    }
    const undo = undoFile(context, options.undo);
    const begin = (): void => (steps.length > 0 ? undo.write(steps) : undefined);
    const executed = await applyPlan(context, options, inputs, planned, { ...directory, session, begin });
    return finish(context, options, planned, executed, undo);
  } finally {
    context.progress.end();
    await directory.reader.close();
  }
}

async function show(context: Context, options: ApplyOptions, inputs: SoundInputs, { plan }: Planned): Promise<void> {
  const { outStyle, errStyle } = context;
  const revision = await revisionOf(context, inputs);
  const [write, style] = options.format === 'text' ? [context.out, outStyle] : [context.err, errStyle];
  write(`${planToText(plan, { style, revision, detail: 'short' })}\n`);
}

async function mayApply(context: Context, { yes }: ApplyOptions, steps: number): Promise<boolean> {
  if (yes) return true;
  if (context.interactive) return context.confirm(`Apply ${count(steps, 'step')}?`);
  const hint = 'Look at the plan above, then run the same command with --yes.';
  throw new Failure('usage', 'there is no terminal to ask on, so nothing was changed', hint);
}

function finish(
  context: Context,
  options: ApplyOptions,
  { plan }: Planned,
  executed: Executed,
  undo: UndoFile,
): ExitCode {
  context.progress.end();
  const { results, failure, interrupted } = executed;
  const written = writtenSteps(executed);
  const undoPath = written.length > 0 ? undo.shown : undefined;
  if (results.length + plan.held.length + plan.conflicts.length > 0 || options.format !== 'text') {
    context.out(applyReport(results, options.format, { context, plan, undoFile: undoPath }));
  }
  // The file holds all steps as planned already; it is only wrong when something else was written.
  if (executed.carried.size > 0 && !sameSteps(written, plan.steps)) undo.write(written);
  if (failure !== undefined) showFailure(context, failure);
  if (interrupted) return exitCode.interrupted;
  const ended = new Set(results.map(({ outcome }) => outcome.kind));
  if (failure !== undefined || ended.has('failed') || ended.has('skipped')) return exitCode.stepsFailed;
  const code = planExitCode(plan, false);
  return code === exitCode.done && ended.has('held') ? exitCode.held : code;
}

function sameSteps(a: readonly Step[], b: readonly Step[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
