import { confirmTip } from '../io/tip.ts';
import type { Plan } from '../model/plan.ts';
import type { Trouble } from '../model/round.ts';
import { readBackWords, writeWords } from '../report/phase-words.ts';
import { count } from '../report/wording.ts';
import { askMap, type MapOptions, tryMap } from './ask-map.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { PhaseLog, Told } from './phase-log.ts';
import { type PlanningOptions, planExitCode } from './planning.ts';
import { type ReadBackScene, readBack } from './read-back.ts';
import type { OpenedDirectory } from './round-directory.ts';
import type { Followed } from './round-guards.ts';
import { remember, type WritingOptions, type Written, writePlan } from './write-plan.ts';

/** All that the earlier phases have brought. */
export interface WritingScene extends ReadBackScene {
  readonly writing: OpenedDirectory['writing'];
  readonly followed: Followed | undefined;
}

/** How a run ended whose plan came about. */
export interface Ended {
  readonly code: ExitCode;
  readonly trouble: Trouble | undefined;
}

type Options = PlanningOptions & WritingOptions & MapOptions;

/** The last two phases. What was written is handed on at once, whatever happens after it. */
export async function writeAndReadBack(
  context: Context,
  options: Options,
  log: PhaseLog,
  scene: WritingScene,
  onWritten: (written: Written) => void,
): Promise<Ended> {
  const { plan } = scene.planned;
  const { writing } = scene;
  if (writing === undefined || plan.steps.length === 0) {
    await log.run('write', async () => ({ value: undefined, said: whyNothing(plan, writing) }));
    await log.run('read back', async () => ({ value: undefined, said: 'not needed' }));
    if (writing !== undefined && planExitCode(plan, true) === exitCode.done)
      await remember(context, scene.planned.inputs);
    return { code: planExitCode(plan, writing === undefined), trouble: undefined };
  }
  const written = await log.run('write', () => write(context, options, scene, writing));
  onWritten(written);
  const { code, failure } = written;
  if (written.interrupted || failure !== undefined) return { code, trouble: failure };
  const { others, behind } = await log.run('read back', async () => {
    const told = await readBack(context, options, scene, written);
    return askMap(context, options, told, written.results, scene.planned.inputs.settings.profile);
  });
  if (others.length > 0) return { code: exitCode.stepsFailed, trouble: differsAgain(others) };
  return behind === undefined ? { code, trouble: undefined } : { code: exitCode.stepsFailed, trouble: behind };
}

function whyNothing({ steps }: Plan, writing: WritingScene['writing']): string {
  if (steps.length === 0) return 'nothing to write';
  return writing === undefined ? `not done (--check): ${count(steps.length, 'change is', 'changes are')} pending` : '';
}

async function write(
  context: Context,
  options: Options,
  { planned, followed }: WritingScene,
  writing: NonNullable<WritingScene['writing']>,
): Promise<Told<Written>> {
  const lastLook = async (): Promise<void> => {
    await tryMap(context, options);
    if (followed !== undefined) await confirmTip(followed.place, followed.tip);
  };
  const ready = { ...writing, planned, stale: [], meanwhile: 'plan again', lastLook } as const;
  const written = await writePlan(context, options, ready);
  const { results, undoFile, failure } = written;
  const failed = failure !== undefined || results.some(({ outcome }) => outcome.kind === 'failed');
  return { value: written, said: writeWords(results, undoFile), end: failed ? 'failed' : 'done' };
}

function differsAgain(others: readonly string[]): Trouble {
  return {
    message: readBackWords(others, 0),
    hint: 'Somebody else writes to the directory at the same time, or an older run does. Run it again; plan shows what differs.',
  };
}
