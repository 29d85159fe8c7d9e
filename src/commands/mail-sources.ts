import { fittedSettings } from '../io/fitted-settings.ts';
import { openReader } from '../io/open-directory.ts';
import { readState, whollyClear } from '../io/read-state.ts';
import type { Settings } from '../io/run-settings.ts';
import { groupKey } from '../ldap/group-key.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import type { MailSource } from '../model/mail-report.ts';
import { type AliasGroup, type DisabledGroups, declaredGroups, storedGroups } from '../plan/mail/alias-map.ts';
import type { MailRules } from '../plan/mail/mail-rules.ts';
import type { Context } from './context.ts';
import type { mailSources } from './formats.ts';
import { groupsFolder, readSettings, showDiagnostics } from './inputs.ts';
import { withoutDirectory } from './judging.ts';
import { legibleInputs } from './legible-inputs.ts';
import { mailEffectOptions } from './mail-options.ts';
import type { InputOptions } from './options.ts';
import { passwordSource } from './password.ts';
import { refuseOtherThanAddress } from './refuse-address.ts';

/** Options of commands that say where mail goes. */
export interface MailOptions extends InputOptions {
  readonly address: string;
  readonly from: (typeof mailSources)[number];
  readonly honourEnabled: boolean;
}

/** The groups of one source, and what Postfix does with them. */
export interface MailGroups {
  readonly source: MailSource;
  readonly place: string;
  readonly groups: readonly AliasGroup[];
  /** Modes of the groups whose manifest does not decide alone, by `groupKey`. */
  readonly modes: ReadonlyMap<string, 'additive' | 'ignored'>;
  readonly rules: MailRules;
  readonly disabled: DisabledGroups;
}

/** Reads the groups, the manifests first; undefined when the input is not sound, and what is wrong is on standard error. */
export async function readMailGroups(
  context: Context,
  options: MailOptions,
): Promise<readonly MailGroups[] | undefined> {
  refuseOtherThanAddress(options.address, 'hq@example.net');
  const found: MailGroups[] = [];
  if (options.from !== 'directory') {
    const needed = options.from === 'both' ? options : withoutDirectory(options);
    const inputs = await legibleInputs(context, needed);
    if (inputs === undefined) return undefined;
    const modes = new Map<string, 'additive' | 'ignored'>();
    for (const { address, mode } of inputs.desired.groups)
      if (mode !== 'authoritative') modes.set(groupKey(address), mode);
    const place = groupsFolder(context, options).shown;
    found.push({
      source: 'manifests',
      place,
      groups: declaredGroups(inputs.desired),
      modes,
      ...how(inputs.settings, options),
    });
  }
  if (options.from !== 'manifests') {
    const { settings, diagnostics } = readSettings(context, options);
    if (options.from === 'directory') showDiagnostics(context, diagnostics);
    if (settings === undefined || hasErrors(diagnostics)) return undefined;
    found.push(await fromDirectory(context, options, settings));
  }
  return found;
}

async function fromDirectory(context: Context, options: MailOptions, given: Settings): Promise<MailGroups> {
  const reader = await openReader(given, passwordSource(context, options));
  try {
    const settings = await fittedSettings(reader, given);
    const state = await readState(reader, settings, (entries) =>
      context.progress.update(`reading the directory: ${entries} groups`),
    );
    const groups = storedGroups(whollyClear(state), settings.profile);
    const place = `${reader.url}  ${settings.directory.base}`;
    return { source: 'directory', place, groups, modes: new Map(), ...how(settings, options) };
  } finally {
    context.progress.end();
    await reader.close();
  }
}

function how(settings: Settings, { honourEnabled }: MailOptions): Pick<MailGroups, 'rules' | 'disabled'> {
  const { rules } = mailEffectOptions(settings);
  if (honourEnabled && settings.profile.enabled === undefined) {
    const hint = 'Leave the option out, or name the attribute under profile.enabled.';
    throw new Failure('usage', `--honour-enabled: groups of the profile ${settings.profile.name} have no switch`, hint);
  }
  const origin = settings.profile.domain ?? rules.origin;
  return { rules: { ...rules, origin, countUpTo: 100_000 }, disabled: honourEnabled ? 'refuse' : 'deliver' };
}
