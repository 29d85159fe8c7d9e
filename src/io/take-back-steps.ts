import { placeAfter } from '../ldap/renamed-entry.ts';
import { assertionFailed, isPassing, resultHint, resultName } from '../ldap/result-code.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { preconditionOf } from '../plan/step.ts';
import { isDone } from '../plan/take-back.ts';
import type { Carriage, Carried } from './carry-out.ts';
import type { WriteResult } from './directory.ts';
import { PassingFailure, Patience } from './patience.ts';

/** What taking back needs: the directory, and how long to wait for it. */
type Way = Pick<Carriage, 'reader' | 'writer' | 'retry' | 'signal'>;

/**
 * Takes back what was written, the last step first, each under the condition that the entry is as it was left. What
 * cannot be taken back is a failed step that says why; nothing else of it is touched. When the directory cannot be
 * reached any more, the rest is not tried.
 */
export async function takeBackSteps(carried: ReadonlyMap<Step, Carried>, way: Way): Promise<TakenBack> {
  const after = new Map(carried);
  let failure: Failure | undefined;
  for (const [step, result] of [...carried].reverse()) {
    if (result.undo.length === 0) continue;
    try {
      if (failure === undefined) after.set(step, await takeBackOne(result, way));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure = error;
    }
    if (failure !== undefined) after.set(step, { ...result, outcome: stays(failure.message, failure.hint), failure });
  }
  return { carried: after, failure };
}

/** What became of the steps. */
export interface TakenBack {
  readonly carried: ReadonlyMap<Step, Carried>;
  /** Why the directory cannot be reached any more, when that is so. */
  readonly failure: Failure | undefined;
}

async function takeBackOne(result: Carried, way: Way): Promise<Carried> {
  const problem = await sendBack(result, way);
  if (problem !== undefined) return { ...result, outcome: problem };
  const outcome: Outcome = result.outcome.kind === 'applied' ? { kind: 'undone' } : result.outcome;
  return { ...result, undo: [], outcome };
}

async function sendBack({ undo, after }: Carried, way: Way): Promise<Outcome | undefined> {
  const { reader } = way;
  const patience = new Patience(way.retry);
  const [first, last] = [undo[0], undo.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  let [left, now] = [after, await readAt(first, reader)];
  for (let done = 0; done < undo.length; ) {
    if (left !== undefined && !isSame(left, now)) {
      return stays('somebody changed the entry in the meantime', 'Look at the entry; the undo file has the requests.');
    }
    const operation = undo[done];
    if (operation === undefined) break;
    const sent = await sendOne(operation, now, way);
    if (sent.kind === 'done') {
      done += 1;
      [left, now] = [sent.after, sent.after];
      continue;
    }
    const passing = sent.kind === 'lost' || isPassing(sent.code);
    if (!passing || !(await patience.next(way.signal))) {
      if (sent.kind === 'lost') throw sent.failure;
      return stays(`${operation.kind} was refused with ${resultName(sent.code)}`, resultHint(sent.code));
    }
    now = await readAt(operation, reader);
    if (sent.kind === 'lost' && isDone(operation, now)) {
      done += 1;
      left = now;
    }
  }
  const back = await reader.read(placeAfter(last));
  return undo.every((operation) => isDone(operation, back))
    ? undefined
    : stays('read back after that, the entry is not as it was before', 'Run plan to see what is there now.');
}

/** The entry that a request is about, which may have its new name already. */
async function readAt(operation: Operation, reader: Way['reader']): Promise<Entry | undefined> {
  const entry = await reader.read(operation.dn);
  const place = placeAfter(operation);
  return entry ?? (place === operation.dn ? undefined : reader.read(place));
}

type Sent = WriteResult | { readonly kind: 'lost'; readonly failure: PassingFailure };

async function sendOne(operation: Operation, now: Entry | undefined, { reader, writer }: Way): Promise<Sent> {
  try {
    const sent = await writer.execute(operation, now === undefined ? undefined : preconditionOf(now));
    if (sent.kind === 'done' || sent.code !== assertionFailed) return sent;
    if (!isUnchanged(now, await reader.read(operation.dn))) return sent;
    return await writer.execute(operation, undefined); // slapo-unique is in the way of the condition, see carryOut
  } catch (error) {
    if (error instanceof PassingFailure) return { kind: 'lost', failure: error };
    throw error;
  }
}

function isUnchanged(then: Entry | undefined, now: Entry | undefined): boolean {
  return then !== undefined && isSame(then, now);
}

function isSame(left: Entry, now: Entry | undefined): boolean {
  if (now === undefined) return false;
  const [then, current] = [preconditionOf(left), preconditionOf(now)];
  if (then.entryCsn !== undefined) return then.entryCsn === current.entryCsn && then.entryUuid === current.entryUuid;
  return JSON.stringify(left.attributes) === JSON.stringify(now.attributes);
}

function stays(reason: string, hint: string): Outcome {
  return { kind: 'failed', reason: `applied, and not taken back: ${reason}`, hint };
}
