import { Failure } from '../model/failure.ts';
import type { Phase, PhaseName } from '../model/round.ts';
import { brokenOff, phaseLine } from '../report/phase-line.ts';
import type { Context } from './context.ts';

/** What came out of a phase: its value, and the words for it. */
export interface Told<T> {
  readonly value: T;
  readonly said: string;
  /** Whether it has failed although it came to an end; not said, it has not. */
  readonly end?: Phase['end'];
}

/** Runs the phases of a run one after the other, tells of each in one line on standard error, and keeps the record. */
export class PhaseLog {
  readonly phases: Phase[] = [];
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Runs a phase. One that throws has failed, and so has the run. */
  async run<T>(name: PhaseName, work: () => Promise<Told<T>>): Promise<T> {
    const started = performance.now();
    const tell = (end: Phase['end'], said: string): void => {
      const phase: Phase = { name, end, said, seconds: (performance.now() - started) / 1000 };
      this.phases.push(phase);
      this.#context.progress.end();
      this.#context.err(phaseLine(phase));
    };
    try {
      const { value, said, end = 'done' } = await work();
      tell(end, said);
      return value;
    } catch (error) {
      if (error instanceof Failure) tell('failed', brokenOff(name));
      throw error;
    }
  }
}
