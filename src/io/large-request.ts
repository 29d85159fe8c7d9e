import { operationSize } from '../ldap/operation-size.ts';
import type { Operation } from '../model/operation.ts';
import type { Outcome } from '../model/outcome.ts';

/** Requests below this size are taken by every server that was looked at. */
const ordinarySize = 200_000;

/** Some servers answer a request that is too large by closing the connection, without a word. Counts these for one step. */
export class LargeLosses {
  #count = 0;

  /** To be told that the connection broke under a request; the outcome when its size must be the reason. */
  after(operation: Operation): Extract<Outcome, { kind: 'failed' }> | undefined {
    const size = operationSize(operation);
    if (size < ordinarySize) return undefined;
    this.#count += 1;
    if (this.#count < 2) return undefined;
    return {
      kind: 'failed',
      reason: `the server closed the connection each time it was sent a request of ${size} bytes`,
      hint: 'It takes smaller requests only: set directory.requestLimit to its limit, and the change goes in parts.',
    };
  }
}
