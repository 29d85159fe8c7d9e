import { Failure } from '../model/failure.ts';
import type { Attempt } from '../plan/doctor/facts.ts';

/** Tries something; a Failure becomes a value, so that the next thing can be tried too. */
export async function attempt<Fact>(work: () => Promise<Fact>): Promise<Attempt<Fact>> {
  try {
    return { kind: 'known', fact: await work() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const blame = error.kind === 'directory' ? 'directory' : 'input';
    return { kind: 'failed', blame, message: error.message, hint: error.hint };
  }
}
