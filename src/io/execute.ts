import { Failure } from '../model/failure.ts';
import type { Outcome, StepResult } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { giversAmong, inTurns } from '../plan/order.ts';
import { type Carriage, type Carried, carryOut } from './carry-out.ts';
import { inParallel } from './in-parallel.ts';
import { takeBackSteps } from './take-back-steps.ts';

/** What executing steps needs besides them. */
export interface Execution extends Carriage {
  /** The writer's session when planning began: what was read over another connection is read again before it is written. */
  readonly session: number;
  /** How many steps are under way at once. */
  readonly inFlight: number;
  /** What happens to the applied steps when one fails. */
  readonly onFailure: 'leave' | 'take back';
  readonly onProgress: (done: number) => void;
}

/** What was done and what was not. */
export interface Executed {
  /** In the order of the steps. */
  readonly results: readonly StepResult[];
  /** What became of each step that was begun. */
  readonly carried: ReadonlyMap<Step, Carried>;
  /** What ended the run early, if anything did. */
  readonly failure: Failure | undefined;
  /** Whether it was asked to stop before the end. */
  readonly interrupted: boolean;
}

/**
 * Carries out the steps, turn after turn (creates before renames before updates before deletes), several at once. A refused step does
 * not stop the others; a directory that cannot be reached any more does.
 */
export async function executeSteps(steps: readonly Step[], execution: Execution): Promise<Executed> {
  const { session, signal, inFlight, onProgress } = execution;
  const carried = new Map<Step, Carried>();
  let failure: Failure | undefined;
  const giversOf = giversAmong(steps);
  for (const turn of inTurns(steps)) {
    await inParallel(turn, inFlight, async (step) => {
      if (failure !== undefined || signal.aborted) return;
      if (!giversOf(step.change).every((giver) => isThere(carried.get(giver)))) return;
      const result = await carryOut(step, session, execution);
      carried.set(step, result);
      failure ??= result.failure;
      onProgress(carried.size);
    });
  }
  if (execution.onFailure === 'take back' && !signal.aborted && [...carried.values()].some(hasFailed)) {
    const back = await takeBackSteps(carried, execution);
    for (const [step, result] of back.carried) carried.set(step, result);
    failure ??= back.failure;
  }
  const lost = await settle(execution);
  failure ??= lost;
  const ended = signal.aborted ? 'interrupted before it was sent' : 'not sent: the run ended early';
  const outcomeOf = (step: Step): Outcome => {
    const isOver = failure !== undefined || signal.aborted;
    const reason = isOver ? ended : 'not sent: another group that had its address before was not changed';
    const outcome = carried.get(step)?.outcome ?? { kind: 'skipped', reason };
    return lost === undefined || outcome.kind !== 'applied' ? outcome : lostOutcome(lost);
  };
  const results = steps.map((planned): StepResult => {
    const step = carried.get(planned)?.sent ?? planned;
    return { step, planned, outcome: outcomeOf(planned) };
  });
  return { results, carried, failure, interrupted: signal.aborted };
}

function isThere(result: Carried | undefined): boolean {
  return result?.outcome.kind === 'applied' || result?.outcome.kind === 'agreed';
}

function hasFailed({ outcome }: Carried): boolean {
  return outcome.kind === 'failed';
}

async function settle({ writer }: Execution): Promise<Failure | undefined> {
  try {
    await writer.settle();
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error;
  }
}

/** What was gathered could not be made to last; the failure says what is there now. */
function lostOutcome({ message, hint }: Failure): Outcome {
  return { kind: 'failed', reason: message, hint };
}

/** What an undo has to take back, in the order of the steps: of each, what was or may have been written. */
export function writtenSteps({ results, carried }: Executed): readonly Step[] {
  return results.flatMap(({ step, planned }) => {
    const inverse = carried.get(planned)?.undo ?? [];
    return inverse.length === 0 ? [] : [inverse === step.inverse ? step : { ...step, inverse }];
  });
}
