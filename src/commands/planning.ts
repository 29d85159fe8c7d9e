import type { DirectoryReader } from '../io/directory.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Entry } from '../model/entry.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { CurrentState } from '../model/state.ts';
import { groupsAsked, questionsOf } from '../plan/evidence.ts';
import { planMailEffects } from '../plan/mail/plan-effects.ts';
import type { PlanOptions } from '../plan/options.ts';
import { makePlan } from '../plan/plan.ts';
import { rehearseStep } from '../plan/rehearse.ts';
import { type AnsweredInputs, addressless, answeredInputs } from './answers.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { askGit, CauseOptions } from './git-evidence.ts';
import type { SoundInputs } from './inputs.ts';
import { judgeDirectory } from './judge-directory.ts';
import { lookAround } from './look-around.ts';
import { mailEffectOptions } from './mail-options.ts';
import type { InputOptions } from './options.ts';
import { refuseEmpty, refuseUnknown } from './planning-guards.ts';
import { type Reading, type ReadingOptions, readForPlan } from './reading.ts';
import { tellCauses } from './tell-causes.ts';

/** Options of every command that plans. */
export interface PlanningOptions extends InputOptions, ReadingOptions, CauseOptions {
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
  /** What was planned from, with the answers of the queries. */
  readonly inputs: AnsweredInputs;
  /** The entry as a step will leave it; undefined when it will be gone. */
  readonly after: (step: Step) => Entry | undefined;
}

/** Reads the directory, asks the queries, plans, looks for what the plan cannot see, and rehearses every step. */
export async function planWith(
  context: Context,
  options: PlanningOptions,
  inputs: SoundInputs,
  reader: DirectoryReader,
): Promise<Planned> {
  const reading = await readForPlan(context, options, inputs.settings, reader);
  return planFrom(context, options, reading, await answeredInputs(context, inputs, reader), reader);
}

/** Plans from what was read, looks for what the plan cannot see, and rehearses every step. */
export async function planFrom(
  context: Context,
  options: PlanningOptions,
  reading: Reading,
  inputs: AnsweredInputs,
  reader: DirectoryReader,
): Promise<Planned> {
  const { settings, options: given, read } = reading;
  const { desired } = inputs;
  if (options.unknownGroups === 'refuse') refuseUnknown(options.overrides, desired, read);
  const draft = makePlan(desired, read, given);
  const questions = questionsOf(draft, given.prune, options.causes);
  const isAsked = groupsAsked(questions).length > 0 || options.since !== undefined;
  const evidence = isAsked ? await askWithGit(context, options, questions, inputs, given) : undefined;
  const planOptions = evidence === undefined ? given : { ...given, departures: evidence.departures };
  const first = questions.unmanaged.length === 0 ? draft : makePlan(desired, read, planOptions);
  const around = await lookAround(reader, reading, desired, planOptions, first);
  const { current } = around;
  const { inFlight } = settings.directory;
  const plan = evidence === undefined ? around.plan : await tellCauses(around.plan, evidence, reader, inFlight);
  if (!options.bootstrap) refuseEmpty(plan, current);
  const after = new Map<Step, Entry | undefined>();
  for (const step of plan.steps) after.set(step, rehearseStep(step, planOptions));
  const mail = planMailEffects(
    plan.steps,
    current,
    (step) => after.get(step),
    settings.profile,
    mailEffectOptions(settings),
  );
  context.progress.end();
  const scene = { plan, current, after: (step: Step) => after.get(step) };
  const diagnostics = judgeDirectory(context, options, reading, inputs, scene);
  const notes = [...plan.notes, ...addressless(inputs)];
  return { ...scene, plan: { ...plan, mail, notes, diagnostics }, options: planOptions, inputs };
}

/** Git is loaded only here. */
const askWithGit: typeof askGit = async (...question) => (await import('./git-evidence.ts')).askGit(...question);

/** What a plan means for the exit code when nothing of it is carried out. */
export function planExitCode({ diagnostics, conflicts, held, steps }: Plan, detailed: boolean): ExitCode {
  if (hasErrors(diagnostics)) return exitCode.input;
  if (conflicts.length > 0) return exitCode.stepsFailed;
  if (held.length > 0) return exitCode.held;
  return detailed && steps.length > 0 ? exitCode.changesPending : exitCode.done;
}
