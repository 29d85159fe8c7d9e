import { assertionFailed, isPassing, isStale, resultHint, resultName } from '../ldap/result-code.ts';
import { dnAfter } from '../model/change.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { Replanned } from '../plan/replan.ts';
import { preconditionOf } from '../plan/step.ts';
import { isDone, takeBack, withTrueInverse } from '../plan/take-back.ts';
import { type DirectoryReader, type DirectoryWriter, UnreadableEntry } from './directory.ts';
import { LargeLosses } from './large-request.ts';
import { PassingFailure, Patience, type RetryLimits } from './patience.ts';

/** What carrying out one step needs besides it. */
export interface Carriage {
  readonly reader: DirectoryReader;
  readonly writer: DirectoryWriter;
  readonly retry: RetryLimits;
  /** Aborted when nothing further may be sent. */
  readonly signal: AbortSignal;
  /** What is wrong with the entry as it is after a step; undefined when it is as planned. */
  readonly verify: (step: Step, after: Entry | undefined) => string | undefined;
  /** What is left to do, from the entry as it is now. */
  readonly replan: (step: Step, entry: Entry | undefined) => Replanned;
}

/** A step that was carried out, or not. */
export interface Carried {
  readonly outcome: Outcome;
  /** The step as it was sent last: another one than planned when its entry had changed. */
  readonly sent: Step;
  /** The requests that take back what was written, in the order to send. */
  readonly undo: readonly Operation[];
  /** Of the entry as the last write left it, as far as the server told, what tells this state of it from another. */
  readonly after: Entry | undefined;
  /** Why the directory cannot be reached any more, when that is so. */
  readonly failure: Failure | undefined;
}

/** How often a step is planned again because its entry keeps changing. */
const mostReplans = 5;

/**
 * Carries out one step. A request that is refused because the entry changed, or whose answer was lost, is followed by
 * reading the entry and planning what is left; a busy server is tried again; any other refusal is final.
 */
export async function carryOut(planned: Step, session: number, carriage: Carriage): Promise<Carried> {
  const course = new Course(planned, session, carriage);
  try {
    const outcome = await course.run();
    const after = course.after && whatTells(course.after);
    return { outcome, sent: course.sent, undo: course.undo, after, failure: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const outcome = error instanceof UnreadableEntry && !course.isOpen ? failed(error) : unknown(error);
    const failure = error instanceof UnreadableEntry ? undefined : error;
    return { outcome, sent: course.sent, undo: course.undo, after: undefined, failure };
  }
}

/** Ten thousand entries with all their members need not be kept where two values tell enough. */
function whatTells(entry: Entry): Entry {
  if (preconditionOf(entry).entryCsn === undefined) return entry;
  return { dn: entry.dn, attributes: entry.attributes.filter(({ name }) => /^entry(?:uuid|csn)$/i.test(name)) };
}

type Sent =
  | { readonly kind: 'done' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'refused'; readonly operation: Operation; readonly code: number; readonly message: string }
  | { readonly kind: 'lost'; readonly operation: Operation; readonly failure: PassingFailure };

type Trouble = Exclude<Sent, { kind: 'done' | 'interrupted' }>;

class Course {
  after: Entry | undefined;
  readonly #carriage: Carriage;
  readonly #patience: Patience;
  readonly #planned: Step;
  readonly #large: LargeLosses = new LargeLosses();
  #step: Step;
  #session: number;
  /** What takes back what is known to be written, by steps that were replaced and by this one. */
  #earlier: readonly Operation[] = [];
  #done = 0;
  /** A request was sent and its answer did not come. */
  #open = false;
  /**
   * The server said that the condition is false, and the entry is what it was. OpenLDAP does so when slapo-unique looks
   * for the value elsewhere: the overlay's own search is made under our condition. What was just read is the guard then.
   */
  #unconditional = false;
  #replans = 0;

  constructor(step: Step, session: number, carriage: Carriage) {
    this.#planned = step;
    this.#step = step;
    this.#session = session;
    this.#carriage = carriage;
    this.#patience = new Patience(carriage.retry);
  }

  /** The requests that take back what was written, and what may have been. */
  get undo(): readonly Operation[] {
    const own = takeBack(this.#step, this.#done + (this.#open ? 1 : 0));
    return this.#earlier.length === 0 ? own : [...own, ...this.#earlier];
  }

  /** What was really sent, for the report; of a step that was finished in several turns, all of it as planned. */
  get sent(): Step {
    if (this.#step === this.#planned || this.#earlier.length > 0) return this.#planned;
    const same = JSON.stringify(this.#step.operations) === JSON.stringify(this.#planned.operations);
    return same ? this.#planned : this.#step;
  }

  /** Whether a request was sent and nobody knows what became of it. */
  get isOpen(): boolean {
    return this.#open;
  }

  async run(): Promise<Outcome> {
    if (this.#mustReadFirst()) {
      const ended = await this.#readAgain(undefined);
      if (ended !== undefined) return ended;
    }
    for (;;) {
      const sent = await this.#send();
      if (sent.kind === 'done') return this.#verified();
      if (sent.kind === 'interrupted') return this.#interrupted();
      const step = this.#step;
      const ended = await this.#afterTrouble(sent);
      if (ended !== undefined) return ended;
      if (sent.kind !== 'refused' || !isStale(sent.code) || !sameRequest(step, this.#step)) continue;
      if (sent.code !== assertionFailed || this.#unconditional) return refused(sent);
      this.#unconditional = true;
    }
  }

  /** An entry that was read over another connection, or that only a replace or a delete would guard, is read again. */
  #mustReadFirst(): boolean {
    const { writer } = this.#carriage;
    const { precondition, operations, change } = this.#step;
    if (writer.session !== this.#session) return true;
    const guarded = writer.guards && precondition?.entryCsn !== undefined;
    return !guarded && change.kind !== 'create' && operations.some(isUnguarded);
  }

  async #send(): Promise<Sent> {
    const { writer, signal } = this.#carriage;
    let precondition = this.#unconditional ? undefined : this.#step.precondition;
    for (const operation of this.#step.operations) {
      if (signal.aborted) return { kind: 'interrupted' };
      try {
        this.#open = true;
        const result = await writer.execute(operation, precondition);
        this.#open = false;
        if (result.kind === 'refused') return { ...result, operation };
        if (this.#done === 0 && result.before !== undefined && isUnguarded(operation)) {
          this.#step = withTrueInverse(this.#step, result.before);
        }
        this.#done += 1;
        this.after = result.after;
        precondition = result.after === undefined || this.#unconditional ? undefined : preconditionOf(result.after);
      } catch (error) {
        if (error instanceof PassingFailure) return { kind: 'lost', operation, failure: error };
        throw error;
      }
    }
    return { kind: 'done' };
  }

  #interrupted(): Outcome {
    if (this.undo.length === 0) return { kind: 'skipped', reason: 'interrupted before it was sent' };
    const parts = `${this.#done} of ${this.#step.operations.length} requests`;
    const hint = 'Run the command again: it finds out what is left, and does it.';
    return { kind: 'failed', reason: `interrupted after ${parts}`, hint };
  }

  async #verified(): Promise<Outcome> {
    const { reader, verify } = this.#carriage;
    this.after ??= await reader.read(dnAfter(this.#step.change));
    const problem = verify(this.#step, this.after);
    if (problem === undefined) return { kind: 'applied' };
    const hint = 'Somebody else may be writing too. Run plan to see what is there now.';
    return { kind: 'failed', reason: `read back after the change, ${problem}`, hint };
  }

  /** Waits, reads and plans again where that can help; the outcome where it cannot. */
  async #afterTrouble(sent: Trouble): Promise<Outcome | undefined> {
    const { signal } = this.#carriage;
    const stale = sent.kind === 'refused' && isStale(sent.code);
    if (sent.kind === 'refused' && !stale && !isPassing(sent.code)) return refused(sent);
    if (stale) {
      this.#replans += 1;
      if (this.#replans > mostReplans) return keepsChanging;
      if (signal.aborted) return refused(sent);
      return this.#readAgain(undefined);
    }
    const more = await this.#patience.next(signal);
    if (sent.kind === 'refused') return more ? this.#readAgain(undefined) : refused(sent, this.#patience.spent);
    const ended = (await this.#readAgain(sent.operation)) ?? this.#large.after(sent.operation);
    return ended ?? (more ? undefined : notDone(sent.failure, this.#patience.spent));
  }

  /** The entry, which may have its new name already. */
  async #find(): Promise<Entry | undefined> {
    const { reader } = this.#carriage;
    const { change, precondition } = this.#step;
    const entry = await reader.read(change.dn);
    if (entry !== undefined || dnAfter(change) === change.dn) return entry;
    const renamed = await reader.read(dnAfter(change));
    const isSame = renamed !== undefined && preconditionOf(renamed).entryUuid === precondition?.entryUuid;
    return isSame ? renamed : undefined;
  }

  /** Reads the entry and plans what is left; the outcome when that is nothing, or must not be done. */
  async #readAgain(lost: Operation | undefined): Promise<Outcome | undefined> {
    const { writer, replan } = this.#carriage;
    const entry = await this.#find();
    this.#session = writer.session;
    if (lost !== undefined && isDone(lost, entry)) this.#done += 1;
    this.#open = false;
    const replanned = replan(this.#planned, entry);
    switch (replanned.kind) {
      case 'step':
        this.#earlier = this.undo;
        this.#done = 0;
        this.#step = replanned.step;
        return undefined;
      case 'agrees':
        this.after = entry;
        return { kind: this.undo.length > 0 ? 'applied' : 'agreed' };
      case 'held':
        return { kind: 'held', reason: replanned.held.reason, hint: replanned.held.remedy };
      case 'stopped':
        return { kind: 'failed', reason: replanned.reason, hint: replanned.hint };
    }
  }
}

/** A delta of values guards itself: an add of a value that is there, or a delete of one that is not, is refused. */
function isUnguarded(operation: Operation): boolean {
  return operation.kind !== 'modify' || operation.modifications.some(({ kind }) => kind === 'replace');
}

/** Whether planning again gave the same request under the same condition, so that sending it again cannot help. */
function sameRequest(a: Step, b: Step): boolean {
  const { entryCsn, entryUuid } = a.precondition ?? {};
  return (
    entryCsn === b.precondition?.entryCsn &&
    entryUuid === b.precondition?.entryUuid &&
    JSON.stringify(a.operations) === JSON.stringify(b.operations)
  );
}

function refused({ operation, code, message }: Extract<Sent, { kind: 'refused' }>, spent?: string): Outcome {
  const said = message === '' ? '' : `: ${message}`;
  const often = spent === undefined ? '' : ` (${spent})`;
  const reason = `${operation.kind} ${operation.dn} was refused with ${resultName(code)}${said}${often}`;
  return { kind: 'failed', reason, hint: resultHint(code) };
}

function failed({ message, hint }: Failure): Outcome {
  return { kind: 'failed', reason: message, hint };
}

function unknown({ message }: Failure): Outcome {
  const hint = 'It is not known whether it was done: run plan to see what is there now.';
  return { kind: 'failed', reason: message, hint };
}

function notDone({ message, hint }: Failure, spent: string): Outcome {
  return { kind: 'failed', reason: `${message} (${spent}); the entry is as it was`, hint };
}

const keepsChanging: Outcome = {
  kind: 'failed',
  reason: `the entry was changed by somebody else ${mostReplans} times while it was being written`,
  hint: 'Find out who else writes to the group, then run the command again.',
};
