import { openDirectory } from '../io/open-directory.ts';
import { Failure } from '../model/failure.ts';
import type { Step } from '../model/plan.ts';
import type { SavedStep } from '../model/saved-plan.ts';
import { agreedPlan, type Comparison, comparePlans } from '../plan/compare-plans.ts';
import { judgeTogether } from '../plan/judge-again.ts';
import { jsonStep } from '../report/plan-json.ts';
import type { JsonStep } from '../report/plan-schema.ts';
import type { SavedPlanContent, SavedPlanStep } from '../report/saved-plan-schema.ts';
import { count } from '../report/wording.ts';
import type { ApplyOptions } from './apply.ts';
import { applyPlanned } from './apply-planned.ts';
import { applyReport } from './apply-report.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { SavedPlanOptions } from './input.ts';
import { loadPlan, refusedPlan, refuseOtherAnswers, settingsForPlan } from './load-plan.ts';
import { passwordSource } from './password.ts';
import { planWith } from './planning.ts';
import { planningInputs } from './planning-inputs.ts';
import type { ReadyPlan } from './write-plan.ts';

/** Options of `apply PLAN`. */
export interface ApplySavedOptions extends ApplyOptions, SavedPlanOptions {}

/** Applies exactly the steps of a saved plan: planned again from a complete read, and the same as then. */
export async function run(context: Context, options: ApplySavedOptions): Promise<ExitCode> {
  refuseFixed(options);
  const { file } = options;
  const saved = loadPlan(context, file, options.planSha256);
  const inputs = await planningInputs(context, options);
  if (inputs === undefined) return exitCode.input;
  const pinned = { ...inputs, settings: settingsForPlan(file, saved, inputs.settings, inputs.desired) };
  const directory = await openDirectory(pinned.settings, passwordSource(context, options));
  const { session } = directory.writer;
  try {
    const again = { ...options, ...saved.options, unknownGroups: 'pass over' } as const;
    const planned = await planWith(context, again, pinned, directory.reader);
    refuseOtherAnswers(file, saved, planned.inputs);
    return await applySaved(context, options, saved, { planned, directory, session });
  } finally {
    context.progress.end();
    await directory.reader.close();
  }
}

async function applySaved(
  context: Context,
  options: ApplySavedOptions,
  saved: SavedPlanContent,
  ready: Omit<ReadyPlan, 'stale' | 'meanwhile' | 'lastLook'>,
): Promise<ExitCode> {
  const { planned } = ready;
  const { plan, current, inputs } = planned;
  const judge = judgeTogether(inputs.desired, current, planned.options);
  const comparison = comparePlans(saved.steps.map(comparable), { plan, current, isSame, judge });
  const agreed = { ...planned, plan: agreedPlan(plan, comparison) };
  const total = saved.steps.length;
  refuseWhole(options.file, comparison, total);
  const { stale } = comparison;
  if (stale.length > 0 && !options.partial) {
    const skipped = { kind: 'skipped', reason: 'not sent: other steps of the saved plan are stale' } as const;
    const results = comparison.agreed.map((step) => ({ step, planned: step, outcome: skipped }));
    const left = { held: [], conflicts: [], stale };
    context.out(applyReport(results, options.format, { context, target: plan.target, left, undoFile: undefined }));
    throw refusedPlan(options.file, {
      message: `is stale: ${stale.length} of ${count(total, 'step')}; nothing was written`,
      hint: 'Make a new plan. With --partial, the other steps are applied.',
    });
  }
  return applyPlanned(context, options, {
    ...{ ...ready, planned: agreed },
    ...{ stale, meanwhile: 'fail', lastLook: async () => undefined },
  });
}

/** What a plan was made with stands in its file, and is not said twice. */
function refuseFixed({ fixSpelling, bootstrap, overrides }: ApplySavedOptions): void {
  if (!fixSpelling && !bootstrap && overrides.length === 0) return;
  const hint = 'Leave out --fix-spelling, --bootstrap, --allow-removals and --allow-deletion: give them to plan --out.';
  throw new Failure('usage', 'a saved plan is applied as it was made', hint);
}

function refuseWhole(file: string, { agreed, done, stale, foreign }: Comparison, total: number): void {
  const [first] = foreign;
  if (first !== undefined) {
    throw refusedPlan(file, {
      message: `holds a step for ${first.address} that does not follow from the manifests and the entry; nothing was written`,
      hint: 'It was changed, or what the server takes has changed. Do not trust it; make a new plan.',
    });
  }
  if (total > 0 && done === total && agreed.length + stale.length === 0) {
    throw refusedPlan(file, {
      message: 'was applied already: the directory holds all of it; nothing was written',
      hint: 'There is nothing left to do.',
    });
  }
}

function comparable({ entry, step }: SavedPlanStep): SavedStep & { readonly step: JsonStep } {
  const { kind, address, dn } = step.change;
  const { entryUuid, entryCsn } = step.precondition ?? {};
  const precondition =
    step.precondition === null ? undefined : { entryUuid: entryUuid ?? undefined, entryCsn: entryCsn ?? undefined };
  return { kind, address, dn, precondition, entry: entry ?? undefined, step };
}

function isSame(step: Step, saved: { readonly step: JsonStep }): boolean {
  return JSON.stringify(jsonStep(step)) === JSON.stringify(saved.step);
}
