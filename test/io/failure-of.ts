import { Failure } from '../../src/model/failure.ts';

/** What the user is shown of the failure that a promise must end with. */
export interface ShownFailure {
  readonly kind: Failure['kind'];
  readonly message: string;
  readonly hint: string;
}

/** The failure that a promise ends with; anything else is an error of the test. */
export async function failureOf(promise: Promise<unknown>): Promise<ShownFailure> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { kind, message, hint } = error;
    return { kind, message, hint };
  }
  throw new Error('nothing failed');
}
