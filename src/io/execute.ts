import { resultHint, resultName } from '../ldap/result-code.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Outcome, StepResult } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { DirectoryReader, DirectoryWriter } from './directory.ts';

/** What executing steps needs besides them. */
export interface Execution {
  readonly reader: DirectoryReader;
  readonly writer: DirectoryWriter;
  /** How many steps are under way at once. */
  readonly inFlight: number;
  /** Aborted when no further step may be started. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
  /** What is wrong with the entry as it is after a step; undefined when it is as planned. */
  readonly verify: (step: Step, after: Entry | undefined) => string | undefined;
}

/** What was done and what was not. */
export interface Executed {
  /** In the order of the steps. */
  readonly results: readonly StepResult[];
  /** The steps whose writes were done, or may have been: what an undo has to take back. */
  readonly written: readonly Step[];
  /** What ended the run early, if anything did. */
  readonly failure: Failure | undefined;
  /** Whether it was asked to stop before the end. */
  readonly interrupted: boolean;
}

/**
 * Sends the steps, kind after kind (creates before updates before deletes), several at once, each once, and reads back
 * what each changed. A refused step does not stop the others; a lost connection does.
 */
export async function executeSteps(steps: readonly Step[], execution: Execution): Promise<Executed> {
  const outcomes = new Map<Step, Outcome>();
  const written = new Set<Step>();
  let failure: Failure | undefined;
  const stop = (error: unknown): void => {
    if (!(error instanceof Failure)) throw error;
    failure ??= error;
  };
  for (const kind of ['create', 'update', 'delete'] as const) {
    const batch = steps.filter(({ change }) => change.kind === kind);
    await inParallel(batch, execution.inFlight, async (step) => {
      if (failure !== undefined || execution.signal.aborted) return;
      try {
        outcomes.set(step, await send(step, execution, () => written.add(step)));
        execution.onProgress(outcomes.size);
      } catch (error) {
        outcomes.set(step, unknownOutcome(error));
        written.add(step);
        stop(error);
      }
    });
  }
  try {
    await execution.writer.settle();
  } catch (error) {
    for (const [step, outcome] of outcomes) if (outcome.kind === 'applied') outcomes.set(step, lostOutcome(error));
    stop(error);
  }
  const reason = execution.signal.aborted ? 'interrupted before it was sent' : 'not sent: the run ended early';
  const skipped: Outcome = { kind: 'skipped', reason };
  const results = steps.map((step) => ({ step, outcome: outcomes.get(step) ?? skipped }));
  const { aborted } = execution.signal;
  return { results, written: steps.filter((step) => written.has(step)), failure, interrupted: aborted };
}

async function send(step: Step, { reader, writer, verify }: Execution, onWritten: () => void): Promise<Outcome> {
  let after: Entry | undefined;
  for (const operation of step.operations) {
    const result = await writer.execute(operation);
    if (result.kind === 'refused') {
      const said = result.message === '' ? '' : `: ${result.message}`;
      const reason = `${operation.kind} ${operation.dn} was refused with ${resultName(result.code)}${said}`;
      return { kind: 'failed', reason, hint: resultHint(result.code) };
    }
    onWritten();
    after = result.after;
  }
  const problem = verify(step, after ?? (await reader.read(step.change.dn)));
  if (problem === undefined) return { kind: 'applied' };
  const hint = 'Somebody else may be writing too. Run plan to see what is there now.';
  return { kind: 'failed', reason: `read back after the change, ${problem}`, hint };
}

/** What was gathered could not be made to last; the failure says what is there now. */
function lostOutcome(error: unknown): Outcome {
  if (!(error instanceof Failure)) throw error;
  return { kind: 'failed', reason: error.message, hint: error.hint };
}

function unknownOutcome(error: unknown): Outcome {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', reason, hint: 'It is not known whether it was done: run plan to see what is there now.' };
}

/** Does the work for every item, at most `limit` at a time, in order of the items. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
