import { hasErrors } from '../model/diagnostic.ts';
import type { Context } from './context.ts';
import { readInputs, type SoundInputs } from './inputs.ts';
import type { InputOptions } from './options.ts';
import { showDiagnostics } from './settings-input.ts';

/**
 * The inputs of a command that only explains; otherwise undefined, and what is wrong is on standard error. What rules find stops nothing, because a loop or a group that is too large
 * is just what it is asked about.
 */
export async function legibleInputs(context: Context, options: InputOptions): Promise<SoundInputs | undefined> {
  const inputs = await readInputs(context, options);
  const own = inputs.diagnostics.filter(({ rule }) => rule === undefined);
  showDiagnostics(context, own);
  const { settings } = inputs;
  return settings === undefined || hasErrors(own) ? undefined : { ...inputs, settings };
}
