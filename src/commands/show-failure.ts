import type { Trouble } from '../model/round.ts';
import { encodeTerminal } from '../report/encode-terminal.ts';
import type { Context } from './context.ts';

/** Puts a failure on standard error: what and where in one line, and what to do in another. */
export function showFailure({ err, errStyle }: Pick<Context, 'err' | 'errStyle'>, failure: Trouble): void {
  err(`${errStyle.remove('rollcall:')} ${encodeTerminal(failure.message)}\n`);
  err(`  ${errStyle.dim('hint:')} ${encodeTerminal(failure.hint)}\n`);
}
