import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../model/failure.ts';

/** A no that may become a yes by itself: the connection broke, nothing listens, or the server is busy. */
export class PassingFailure extends Failure {}

/** How often something is tried at most, and for how long, in seconds. */
export interface RetryLimits {
  readonly tries: number;
  readonly seconds: number;
}

const firstWait = 200; // milliseconds
const longestWait = 5000;

/**
 * How much longer to try one thing. Each wait is twice as long as the one before, up to 5 s, and a part of it is chance,
 * so that many who wait for one server do not come back together.
 */
export class Patience {
  readonly #limits: RetryLimits;
  readonly #started: number = performance.now();
  #tries = 1;

  constructor(limits: RetryLimits) {
    this.#limits = limits;
  }

  /** How often it was tried, and for how long, in words. */
  get spent(): string {
    return `${this.#tries} tries in ${((performance.now() - this.#started) / 1000).toFixed(1)} s`;
  }

  /** Waits for the next try. False, without waiting, when there is none left or the signal is aborted. */
  async next(signal: AbortSignal): Promise<boolean> {
    const { tries, seconds } = this.#limits;
    const wait = Math.min(longestWait, firstWait * 2 ** (this.#tries - 1)) * (0.5 + Math.random() / 2);
    const late = performance.now() + wait - this.#started > seconds * 1000;
    if (this.#tries >= tries || late || signal.aborted) return false;
    this.#tries += 1;
    setMaxListeners(0, signal); // as many as there are requests under way may wait; Node warns of more than ten
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }
}

/** Does something until it succeeds, fails for good, or patience ends; the last failure then says how often it was tried. */
export async function withPatience<T>(limits: RetryLimits, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const patience = new Patience(limits);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PassingFailure) || limits.tries === 1) throw error;
      if (!(await patience.next(signal))) throw tired(error, patience);
    }
  }
}

function tired(error: PassingFailure, { spent }: Patience): PassingFailure {
  return new PassingFailure(error.kind, `${error.message} (${spent})`, error.hint, { cause: error.cause });
}
