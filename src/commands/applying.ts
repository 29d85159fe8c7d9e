import type { Directory } from '../io/directory.ts';
import { type Executed, executeSteps } from '../io/execute.ts';
import { preflight, storedAttributes } from '../io/preflight.ts';
import { Failure } from '../model/failure.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { judgeAgain } from '../plan/judge-again.ts';
import { keepStep } from '../plan/keep-step.ts';
import { replanStep } from '../plan/replan.ts';
import { verifyStep } from '../plan/verify-step.ts';
import { showText } from '../report/show-value.ts';
import { count } from '../report/wording.ts';
import type { Context } from './context.ts';
import type { Planned } from './planning.ts';

/** How steps are carried out. */
export interface ApplyingOptions {
  /** Whether the directory checks every step before the first is written; `auto`: up to 500 steps, where it can. */
  readonly preflight: 'auto' | 'on' | 'off';
  /** Whether what was applied is taken back when a step fails. */
  readonly undoOnFailure: boolean;
}

/** What becomes of a step whose entry is changed while the plan is carried out: the saved one is kept to. */
export type Meanwhile = 'plan again' | 'fail';

/** A directory that is to be written. */
export interface WritingDirectory extends Directory {
  /** The writer's session when planning began. */
  readonly session: number;
  /** Called before anything is sent: what must be on the disk by then. */
  readonly begin: () => void;
  /** Called right before the first request that writes; throws a Failure when there must be none. */
  readonly lastLook: () => Promise<void>;
}

/** The most steps that are checked beforehand without being asked to. */
const mostChecked = 500;

/**
 * Checks the steps beforehand where that is wanted, and carries them out when nothing would be refused. `session` is that
 * of the writer when planning began.
 */
export async function applyPlan(
  context: Context,
  options: ApplyingOptions,
  planned: Planned,
  directory: WritingDirectory,
  meanwhile: Meanwhile,
): Promise<Executed> {
  const { steps } = planned.plan;
  const { settings, desired } = planned.inputs;
  const signal = context.beginWriting();
  const { inFlight, retry } = settings.directory;
  const total = count(steps.length, 'step');
  const common = { ...directory, inFlight, retry, signal };
  directory.writer.heed(signal);
  directory.begin();
  if (options.preflight === 'on' || (options.preflight === 'auto' && steps.length <= mostChecked)) {
    const onProgress = (done: number): void => context.progress.update(`checking: ${done} of ${total}`);
    const entries = planned.current.groups.map(({ entry }) => entry);
    const stored = directory.reader.server === undefined ? undefined : storedAttributes(entries);
    const checked = await preflight(steps, { ...common, stored, onProgress });
    if (checked.kind === 'checked' && checked.unseen.length > 0) context.err(`${notChecked(checked.unseen)}\n`);
    if (checked.kind === 'unsupported' && options.preflight === 'on') throw cannotCheck(directory);
    if (checked.kind === 'checked' && checked.refused.size > 0) return refusedBefore(steps, checked.refused);
  }
  await directory.lastLook();
  const judge = judgeAgain(planned.plan, desired, planned.current, planned.options);
  return executeSteps(steps, {
    ...common,
    session: directory.session,
    onFailure: options.undoOnFailure ? 'take back' : 'leave',
    onProgress: (done) => context.progress.update(`applying: ${done} of ${total}`),
    verify: (step, after) => verifyStep(step, after, planned.options),
    replan: (step, entry) =>
      meanwhile === 'fail' ? keepStep(step, entry, planned.options) : replanStep(step, entry, planned.options, judge),
  });
}

function notChecked(unseen: readonly string[]): string {
  const names = unseen.map(showText).join(', ');
  return `Not checked beforehand: steps that bring ${names}, which no group has yet.`;
}

function refusedBefore(steps: readonly Step[], refused: ReadonlyMap<Step, Outcome>): Executed {
  const skipped: Outcome = { kind: 'skipped', reason: 'not sent: the directory would refuse other steps' };
  const results = steps.map((step) => ({ step, planned: step, outcome: refused.get(step) ?? skipped }));
  return { results, carried: new Map(), failure: undefined, interrupted: false };
}

function cannotCheck({ reader }: Directory): Failure {
  const hint = 'Nothing was written. Only OpenLDAP has this control; leave --preflight out to apply without it.';
  return new Failure('directory', `${reader.url} cannot check a change without writing it`, hint);
}
