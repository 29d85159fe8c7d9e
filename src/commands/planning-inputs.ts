import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { rulesAboutMailboxes } from '../plan/lint.ts';
import type { Context } from './context.ts';
import { type Inputs, readInputs, type SoundInputs, withoutAdvice } from './inputs.ts';
import type { InputOptions } from './options.ts';
import { showDiagnostics } from './settings-input.ts';

/**
 * The inputs of a run that plans, when they are sound; otherwise undefined, as `soundInputs` has it. Rules that are judged
 * anew with the accounts are not heeded before.
 */
export async function planningInputs(context: Context, options: InputOptions): Promise<SoundInputs | undefined> {
  const inputs = await readInputs(context, options);
  const heeded = heededForPlan(inputs);
  showDiagnostics(context, withoutAdvice(heeded));
  const { settings } = inputs;
  return settings === undefined || hasErrors(heeded) ? undefined : { ...inputs, settings };
}

/** What counts of the diagnostics before the directory is read. */
export function heededForPlan({
  settings,
  diagnostics,
}: Pick<Inputs, 'settings' | 'diagnostics'>): readonly Diagnostic[] {
  if (settings?.mail.accounts === undefined) return diagnostics;
  return diagnostics.filter(({ rule }) => !rulesAboutMailboxes.some((name) => name === rule));
}
