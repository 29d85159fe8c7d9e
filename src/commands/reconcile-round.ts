import { hasErrors } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { Round } from '../model/round.ts';
import { limitWords, planWords } from '../report/phase-words.ts';
import type { MapOptions } from './ask-map.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode, exitCodeOf } from './exit-code.ts';
import { passwordSource } from './password.ts';
import { PhaseLog } from './phase-log.ts';
import { type PlanningOptions, planFrom } from './planning.ts';
import { openAndRead } from './round-directory.ts';
import { lookAtTip, takeInputs } from './round-guards.ts';
import { type Ended, writeAndReadBack } from './round-writing.ts';
import type { WritingOptions } from './write-plan.ts';

/** Options of one run. */
export interface RoundOptions extends PlanningOptions, WritingOptions, MapOptions {
  /** Whether it stops before writing. */
  readonly check: boolean;
  /** What HEAD must be. */
  readonly tip: string | undefined;
}

/** A run that ended. */
export interface EndedRound extends Round {
  readonly code: ExitCode;
}

/** A run that ended, and the bug that ended it, if one did. */
export interface RanRound {
  readonly round: EndedRound;
  readonly defect: unknown;
}

/** One run: seven phases, each a guard of those after it. Whatever ends it, there is a record of it. */
export async function runRound(context: Context, options: RoundOptions): Promise<RanRound> {
  const started = performance.now();
  const log = new PhaseLog(context);
  const found: Found = { ...nothingFound };
  const end = (code: ExitCode): EndedRound => ({
    ...found,
    startedAt: context.now,
    seconds: (performance.now() - started) / 1000,
    goal: options.check ? 'check' : 'write',
    ...{ code, phases: log.phases, tip: options.tip },
  });
  try {
    return { round: end(await walk(context, options, log, found)), defect: undefined };
  } catch (error) {
    found.trouble = error instanceof Failure ? error : bug;
    if (error instanceof Failure) return { round: end(exitCodeOf(error.kind)), defect: undefined };
    return { round: end(exitCode.defect), defect: error };
  }
}

/** What a run has found out so far. */
type Found = { -readonly [Key in FoundKey]: Round[Key] };

type FoundKey = 'revision' | 'declared' | 'diagnostics' | 'plan' | 'results' | 'undoFile' | 'trouble';

const nothingFound: Found = {
  ...{ revision: undefined, declared: undefined, diagnostics: [] },
  ...{ plan: undefined, results: [], undoFile: undefined, trouble: undefined },
};

const bug = { message: 'a bug of Rollcall ended the run', hint: 'Look at standard error, and report it.' };

async function walk(context: Context, options: RoundOptions, log: PhaseLog, found: Found): Promise<ExitCode> {
  const followed = await log.run('tip', () => lookAtTip(context, options));
  const { inputs: sound, ...taken } = await log.run('manifests', () => takeInputs(context, options, followed));
  Object.assign(found, taken);
  if (sound === undefined) return exitCode.input;
  const password = passwordSource(context, options);
  const { reader, reading, inputs, writing } = await log.run('directory', () =>
    openAndRead(context, options, sound, password),
  );
  try {
    const planned = await log.run('plan', async () => {
      const value = await planFrom(context, options, reading, inputs, reader);
      const end = hasErrors(value.plan.diagnostics) ? 'failed' : 'done';
      return { value, said: planWords(value.plan), end };
    });
    found.plan = planned.plan;
    if (hasErrors(planned.plan.diagnostics)) return exitCode.input;
    await log.run('limits', async () => ({ value: undefined, said: limitWords(planned.plan) }));
    const scene = { planned, writing, followed, password, url: reader.url };
    const ended: Ended = await writeAndReadBack(context, options, log, scene, (written) => {
      found.results = written.results;
      found.undoFile = written.undoFile;
    });
    found.trouble = ended.trouble;
    return ended.code;
  } finally {
    context.progress.end();
    await reader.close();
  }
}
