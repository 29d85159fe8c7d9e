import { assertionFailed, resultHint, resultName } from '../ldap/result-code.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { preconditionOf } from '../plan/step.ts';
import { isDone } from '../plan/take-back.ts';
import type { Carriage, Carried } from './carry-out.ts';

/**
 * Takes back what was written, the last step first, each under the condition that the entry is as it was left. What
 * cannot be taken back is a failed step that says why; nothing else of it is touched.
 */
export async function takeBackSteps(
  carried: ReadonlyMap<Step, Carried>,
  carriage: Pick<Carriage, 'reader' | 'writer'>,
): Promise<ReadonlyMap<Step, Carried>> {
  const after = new Map(carried);
  for (const [step, result] of [...carried].reverse()) {
    if (result.undo.length > 0) after.set(step, await takeBackOne(step, result, carriage));
  }
  return after;
}

async function takeBackOne(
  step: Step,
  result: Carried,
  carriage: Pick<Carriage, 'reader' | 'writer'>,
): Promise<Carried> {
  try {
    const problem = await sendBack(step, result, carriage);
    if (problem !== undefined) return { ...result, outcome: problem };
    const outcome: Outcome = result.outcome.kind === 'applied' ? { kind: 'undone' } : result.outcome;
    return { ...result, undo: [], outcome };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...result, outcome: stays(error.message, error.hint), failure: error };
  }
}

async function sendBack(
  { change: { dn } }: Step,
  { undo, after }: Carried,
  { reader, writer }: Pick<Carriage, 'reader' | 'writer'>,
): Promise<Outcome | undefined> {
  const now = await reader.read(dn);
  if (after !== undefined && !isSame(after, now)) {
    return stays('somebody changed the entry in the meantime', 'Look at the entry; the undo file has the requests.');
  }
  let precondition = now === undefined ? undefined : preconditionOf(now);
  let latest = now;
  for (const operation of undo) {
    let sent = await writer.execute(operation, precondition);
    if (sent.kind === 'refused' && sent.code === assertionFailed && isUnchanged(latest, await reader.read(dn))) {
      sent = await writer.execute(operation, undefined); // slapo-unique is in the way of the condition, see carryOut
    }
    if (sent.kind === 'refused') {
      return stays(`${operation.kind} was refused with ${resultName(sent.code)}`, resultHint(sent.code));
    }
    latest = sent.after;
    precondition = latest === undefined ? undefined : preconditionOf(latest);
  }
  const back = await reader.read(dn);
  const missing = undo.find((operation) => !isDone(operation, back));
  return missing === undefined
    ? undefined
    : stays('read back after that, the entry is not as it was before', 'Run plan to see what is there now.');
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
