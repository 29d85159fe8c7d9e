import type { Diagnostic } from '../model/diagnostic.ts';
import { lintDirectory } from '../plan/lint.ts';
import { type PlannedScene, viewDirectory } from '../plan/view-directory.ts';
import type { AnsweredInputs } from './answers.ts';
import type { Context } from './context.ts';
import { lintOptions } from './judging.ts';
import type { Reading, ReadingOptions } from './reading.ts';
import { showDiagnostics } from './settings-input.ts';

/**
 * What the rules say that read the directory as a plan leaves it, and what is known only since the queries were asked. It is
 * shown at once, whatever the format of the plan.
 */
export function judgeDirectory(
  context: Context,
  { rules }: ReadingOptions,
  { settings, accounts }: Reading,
  { desired, files, folder, advice }: AnsweredInputs,
  scene: Pick<PlannedScene, 'plan' | 'current' | 'after'>,
): readonly Diagnostic[] {
  if (rules === 'pass over') return [];
  const options = lintOptions(context, settings, folder.shown);
  const { profile } = settings;
  const directory = viewDirectory({ ...scene, desired, profile }, accounts, options.mail.delimiters);
  const found = [...advice, ...lintDirectory(desired.groups, files, directory, options)];
  context.progress.end();
  showDiagnostics(context, found);
  return found;
}
