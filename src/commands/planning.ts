import type { DirectoryReader } from '../io/directory.ts';
import type { Entry } from '../model/entry.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { CurrentState } from '../model/state.ts';
import type { PlanOptions } from '../plan/options.ts';
import { rehearseStep } from '../plan/rehearse.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { SoundInputs } from './inputs.ts';
import { lookAround } from './look-around.ts';
import type { InputOptions } from './options.ts';
import { refuseEmpty, refuseUnknown } from './planning-guards.ts';
import { type Reading, type ReadingOptions, readForPlan } from './reading.ts';

/** Options of every command that plans. */
export interface PlanningOptions extends InputOptions, ReadingOptions {
  /** Whether a directory without any group is taken at its word. */
  readonly bootstrap: boolean;
  /** What an exception for a group that is neither declared nor there does; a saved plan may have deleted it before. */
  readonly unknownGroups: 'refuse' | 'pass over';
}

/** A plan that was proven on what was read. */
export interface Planned {
  readonly plan: Plan;
  readonly options: PlanOptions;
  readonly current: CurrentState;
  /** The entry as a step will leave it; undefined when it will be gone. */
  readonly after: (step: Step) => Entry | undefined;
}

/** Reads the directory, plans, looks for what the plan cannot see, and rehearses every step. */
export async function planWith(
  context: Context,
  options: PlanningOptions,
  inputs: SoundInputs,
  reader: DirectoryReader,
): Promise<Planned> {
  return planFrom(context, options, await readForPlan(context, options, inputs.settings, reader), inputs, reader);
}

/** Plans from what was read, looks for what the plan cannot see, and rehearses every step. */
export async function planFrom(
  context: Context,
  options: PlanningOptions,
  { settings, options: planOptions, read }: Reading,
  { desired }: SoundInputs,
  reader: DirectoryReader,
): Promise<Planned> {
  if (options.unknownGroups === 'refuse') refuseUnknown(options.overrides, desired, read);
  const { plan, current } = await lookAround(reader, settings, desired, read, planOptions);
  if (!options.bootstrap) refuseEmpty(plan, current);
  const after = new Map<Step, Entry | undefined>();
  for (const step of plan.steps) after.set(step, rehearseStep(step, planOptions));
  context.progress.end();
  return { plan, options: planOptions, current, after: (step) => after.get(step) };
}

/** What a plan means for the exit code when nothing of it is carried out. */
export function planExitCode({ conflicts, held, steps }: Plan, detailed: boolean): ExitCode {
  if (conflicts.length > 0) return exitCode.stepsFailed;
  if (held.length > 0) return exitCode.held;
  return detailed && steps.length > 0 ? exitCode.changesPending : exitCode.done;
}
