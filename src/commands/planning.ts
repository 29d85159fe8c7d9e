import type { DirectoryReader } from '../io/directory.ts';
import { findHidden, withUnclear } from '../io/find-hidden.ts';
import { fittedSettings } from '../io/fitted-settings.ts';
import { findElsewhere, readState } from '../io/read-state.ts';
import { requestLimit } from '../io/request-limit.ts';
import type { Settings } from '../io/run-settings.ts';
import { dayOf } from '../model/calendar.ts';
import type { Entry } from '../model/entry.ts';
import type { Override } from '../model/exception.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import type { PlanOptions } from '../plan/options.ts';
import { makePlan } from '../plan/plan.ts';
import { rehearseStep } from '../plan/rehearse.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { InputOptions } from './options.ts';
import { refuseEmpty, refuseUnknown } from './planning-guards.ts';

/** Options of every command that plans. */
export interface PlanningOptions extends InputOptions {
  readonly fixSpelling: boolean;
  /** Whether a directory without any group is taken at its word. */
  readonly bootstrap: boolean;
  /** Exceptions to the safety limits for this run. */
  readonly overrides: readonly Override[];
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
  given: Settings,
  desired: DesiredState,
  reader: DirectoryReader,
): Promise<Planned> {
  const settings = await fittedSettings(reader, given);
  const planOptions = planOptionsOf(context, settings, options, reader);
  const read = await readState(reader, settings, (entries) =>
    context.progress.update(`reading the directory: ${entries} groups`),
  );
  if (options.unknownGroups === 'refuse') refuseUnknown(options.overrides, desired, read);
  const { plan, current } = await lookAround(reader, settings, desired, read, planOptions);
  if (!options.bootstrap) refuseEmpty(plan, current);
  const after = new Map<Step, Entry | undefined>();
  for (const step of plan.steps) after.set(step, rehearseStep(step, planOptions));
  context.progress.end();
  return { plan, options: planOptions, current, after: (step) => after.get(step) };
}

/** Plans, and again with what is only found out by asking for what the plan touches. */
async function lookAround(
  reader: DirectoryReader,
  settings: Settings,
  desired: DesiredState,
  read: CurrentState,
  options: PlanOptions,
): Promise<Pick<Planned, 'plan' | 'current'>> {
  const plan = makePlan(desired, read, options);
  const created = [...plan.steps, ...plan.held.map(({ step }) => step)].flatMap(({ change }) =>
    change.kind === 'create' ? [change.address, ...(change.desired.aliases ?? [])] : [],
  );
  const { found, blind } = await findElsewhere(reader, settings, created);
  const hidden = await findHidden(reader, plan, read, settings.profile.member, settings.directory.inFlight);
  const current = withUnclear({ ...read, elsewhere: found }, hidden);
  const whole = found.length + hidden.length > 0 ? makePlan(desired, current, options) : plan;
  return { plan: blind ? { ...whole, notes: [...whole.notes, blindNote] } : whole, current };
}

const blindNote =
  'The bind DN cannot see the rest of the directory, so nobody looked whether an entry outside the base has the address of a new group already.';

function planOptionsOf(
  context: Context,
  settings: Settings,
  { fixSpelling, overrides }: PlanningOptions,
  { url, server }: DirectoryReader,
): PlanOptions {
  const { directory, profile, defaults, mail, prune, safety } = settings;
  return {
    target: { url, base: directory.base },
    profile,
    defaults,
    localPart: mail.localPart,
    prune,
    safety,
    requestLimit: requestLimit(directory.requestLimit, server),
    today: dayOf(context.now),
    overrides,
    spelling: fixSpelling ? 'fix' : 'leave',
  };
}

/** What a plan means for the exit code when nothing of it is carried out. */
export function planExitCode({ conflicts, held, steps }: Plan, detailed: boolean): ExitCode {
  if (conflicts.length > 0) return exitCode.stepsFailed;
  if (held.length > 0) return exitCode.held;
  return detailed && steps.length > 0 ? exitCode.changesPending : exitCode.done;
}
