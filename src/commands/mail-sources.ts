import type { DirectoryReader } from '../io/directory.ts';
import { openReader } from '../io/open-directory.ts';
import type { Settings } from '../io/run-settings.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { askedInputs } from './answers.ts';
import type { Context } from './context.ts';
import { withoutDirectory } from './judging.ts';
import { legibleInputs } from './legible-inputs.ts';
import { fromDirectory, fromManifests, type MailGroups, type MailOptions } from './mail-groups.ts';
import { passwordSource } from './password.ts';
import { refuseOtherThanAddress } from './refuse-address.ts';
import { readSettings, showDiagnostics } from './settings-input.ts';

/** Reads the groups, the manifests first; undefined when the input is not sound, and what is wrong is on standard error. */
export async function readMailGroups(
  context: Context,
  options: MailOptions,
): Promise<readonly MailGroups[] | undefined> {
  refuseOtherThanAddress(options.address, 'hq@example.net');
  const { from } = options;
  if (from === 'directory') {
    const { settings, diagnostics } = readSettings(context, options);
    showDiagnostics(context, diagnostics);
    if (settings === undefined || hasErrors(diagnostics)) return undefined;
    return withReader(context, options, settings, async (reader) => [
      await fromDirectory(context, options, settings, reader),
    ]);
  }
  const inputs = await legibleInputs(context, from === 'both' ? options : withoutDirectory(options));
  if (inputs === undefined) return undefined;
  if (from === 'manifests') return [fromManifests(context, options, inputs)];
  const { settings } = inputs;
  return withReader(context, options, settings, async (reader) => [
    fromManifests(context, options, await askedInputs(context, inputs, reader)),
    await fromDirectory(context, options, settings, reader),
  ]);
}

async function withReader<Result>(
  context: Context,
  options: MailOptions,
  settings: Settings,
  work: (reader: DirectoryReader) => Promise<Result>,
): Promise<Result> {
  const reader = await openReader(settings, passwordSource(context, options));
  try {
    return await work(reader);
  } finally {
    context.progress.end();
    await reader.close();
  }
}
