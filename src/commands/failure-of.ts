import { Failure } from '../model/failure.ts';

/** The Failure that ended some work, if one did: what was done must be told, also when a file about it could not be written. */
export function failureOf(work: () => void): Failure | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error;
  }
}
