import type { DirectoryReader } from '../io/directory.ts';
import { findElsewhere, readState } from '../io/read-state.ts';
import type { Settings } from '../io/run-settings.ts';
import { dayOf } from '../model/calendar.ts';
import type { Entry } from '../model/entry.ts';
import type { Override } from '../model/exception.ts';
import { Failure } from '../model/failure.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { CurrentState, DesiredState } from '../model/state.ts';
import type { PlanOptions } from '../plan/options.ts';
import { makePlan } from '../plan/plan.ts';
import { rehearseStep } from '../plan/rehearse.ts';
import { unknownOverride } from '../plan/unknown-override.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { InputOptions } from './options.ts';

/** Options of every command that plans. */
export interface PlanningOptions extends InputOptions {
  readonly fixSpelling: boolean;
  /** Exceptions to the safety limits for this run. */
  readonly overrides: readonly Override[];
}

/** A plan that was proven on what was read. */
export interface Planned {
  readonly plan: Plan;
  readonly options: PlanOptions;
  /** The entry as a step will leave it; undefined when it will be gone. */
  readonly after: (step: Step) => Entry | undefined;
}

/** Reads the directory, plans, looks whether new addresses are taken elsewhere, and rehearses every step. */
export async function planWith(
  context: Context,
  options: PlanningOptions,
  settings: Settings,
  desired: DesiredState,
  reader: DirectoryReader,
): Promise<Planned> {
  const { progress } = context;
  const planOptions = planOptionsOf(settings, options, dayOf(context.now));
  const current = await readState(reader, settings, (entries) =>
    progress.update(`reading the directory: ${entries} groups`),
  );
  refuseUnknown(options.overrides, desired, current);
  let plan = makePlan(desired, current, planOptions);
  const created = [...plan.steps, ...plan.held.map(({ step }) => step)].flatMap(({ change }) =>
    change.kind === 'create' ? [change.address, ...(change.desired.aliases ?? [])] : [],
  );
  const { found, blind } = await findElsewhere(reader, settings, created);
  if (found.length > 0) plan = makePlan(desired, { ...current, elsewhere: found }, planOptions);
  if (blind) plan = { ...plan, notes: [...plan.notes, blindNote] };
  const after = new Map<Step, Entry | undefined>();
  for (const step of plan.steps) after.set(step, rehearseStep(step, planOptions));
  progress.end();
  return { plan, options: planOptions, after: (step) => after.get(step) };
}

const blindNote =
  'The bind DN cannot see the rest of the directory, so nobody looked whether an entry outside the base has the address of a new group already.';

/** Nobody can agree to what is not there: a misspelt group ends the run before anything is planned or written. */
function refuseUnknown(overrides: readonly Override[], desired: DesiredState, current: CurrentState): void {
  const unknown = unknownOverride(overrides, desired, current);
  if (unknown !== undefined) throw new Failure('usage', unknown.message, unknown.hint);
}

function planOptionsOf(settings: Settings, { fixSpelling, overrides }: PlanningOptions, today: string): PlanOptions {
  const { directory, profile, defaults, mail, prune, safety } = settings;
  return {
    target: { url: directory.url, base: directory.base },
    profile,
    defaults,
    localPart: mail.localPart,
    prune,
    safety,
    today,
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
