import { hasErrors } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import { planToText } from '../report/plan-text.ts';
import { count } from '../report/wording.ts';
import { type ApplyFormat, applyReport } from './apply-report.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Planned } from './planning.ts';
import { revisionOf } from './revision.ts';
import { showFailure } from './show-failure.ts';
import { type ReadyPlan, type WritingOptions, type Written, writePlan } from './write-plan.ts';

/** Options of everything that applies a plan. */
export interface ApplyPlannedOptions extends WritingOptions {
  readonly format: ApplyFormat;
  readonly yes: boolean;
}

/** Shows the plan, asks, writes, reads back, and reports every step. */
export async function applyPlanned(
  context: Context,
  options: ApplyPlannedOptions,
  ready: ReadyPlan,
): Promise<ExitCode> {
  const { planned } = ready;
  await show(context, options, planned);
  if (hasErrors(planned.plan.diagnostics)) {
    context.err('Nothing was changed: see the errors above.\n');
    return exitCode.input;
  }
  const { steps } = planned.plan;
  const wanted = steps.length > 0 && (await mayApply(context, options, steps.length));
  if (steps.length > 0 && !wanted) {
    context.err('Nothing was changed.\n');
    return exitCode.done;
  }
  const written = await writePlan(context, options, ready);
  report(context, options, ready, written);
  return written.code;
}

async function show(context: Context, options: ApplyPlannedOptions, { plan, inputs }: Planned): Promise<void> {
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

function report(
  context: Context,
  { format }: ApplyPlannedOptions,
  { planned: { plan }, stale }: ReadyPlan,
  { results, undoFile, failure }: Written,
): void {
  const left = { held: plan.held, conflicts: plan.conflicts, stale };
  if (results.length + left.held.length + left.conflicts.length + stale.length > 0 || format !== 'text') {
    context.out(applyReport(results, format, { context, target: plan.target, left, undoFile, causes: plan.causes }));
  }
  if (failure !== undefined) showFailure(context, failure);
}
