import { addressProblem } from '../model/address.ts';
import { Failure } from '../model/failure.ts';
import { showValue } from '../report/show-value.ts';

/** Ends a command that was given something else than a mail address; `example` is one as it might be meant. */
export function refuseOtherThanAddress(address: string, example: string): void {
  const problem = addressProblem(address);
  if (problem === undefined) return;
  throw new Failure('usage', `${showValue(address)} is not a mail address: it ${problem}`, `Write it like ${example}.`);
}
