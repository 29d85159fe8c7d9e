import type { DirectoryReader } from '../io/directory.ts';
import { fittedSettings } from '../io/fitted-settings.ts';
import { readState, whollyClear } from '../io/read-state.ts';
import type { Settings } from '../io/run-settings.ts';
import { groupKey } from '../ldap/group-key.ts';
import { Failure } from '../model/failure.ts';
import type { MailSource } from '../model/mail-report.ts';
import { type AliasGroup, type DisabledGroups, declaredGroups, storedGroups } from '../plan/mail/alias-map.ts';
import type { MailRules } from '../plan/mail/mail-rules.ts';
import { type QueriedGroups, queriedGroups } from '../plan/mail/queried-members.ts';
import type { Context } from './context.ts';
import type { mailSources } from './formats.ts';
import type { SoundInputs } from './inputs.ts';
import { mailEffectOptions } from './mail-options.ts';
import type { InputOptions } from './options.ts';
import { groupsFolder } from './settings-input.ts';

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
  readonly queried: QueriedGroups;
  readonly rules: MailRules;
  readonly disabled: DisabledGroups;
}

/** The groups as the manifests declare them. */
export function fromManifests(context: Context, options: MailOptions, { desired, settings }: SoundInputs): MailGroups {
  const { groups } = desired;
  const modes = new Map<string, 'additive' | 'ignored'>();
  for (const { address, mode } of groups) if (mode !== 'authoritative') modes.set(groupKey(address), mode);
  return {
    ...{ source: 'manifests', place: groupsFolder(context, options).shown },
    ...{ groups: declaredGroups(desired), modes, queried: queriedGroups(groups) },
    ...how(settings, options),
  };
}

/** The groups as the directory holds them. */
export async function fromDirectory(
  context: Context,
  options: MailOptions,
  given: Settings,
  reader: DirectoryReader,
): Promise<MailGroups> {
  const settings = await fittedSettings(reader, given);
  const state = await readState(reader, settings, (entries) =>
    context.progress.update(`reading the directory: ${entries} groups`),
  );
  const groups = storedGroups(whollyClear(state), settings.profile);
  const place = `${reader.url}  ${settings.directory.base}`;
  return {
    ...{ source: 'directory', place, groups, modes: new Map(), queried: queriedGroups([]) },
    ...how(settings, options),
  };
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
