import type { DirectoryReader } from '../io/directory.ts';
import { fittedSettings } from '../io/fitted-settings.ts';
import { readAccounts } from '../io/read-accounts.ts';
import { readState } from '../io/read-state.ts';
import { requestLimit } from '../io/request-limit.ts';
import type { Settings } from '../io/run-settings.ts';
import type { Account } from '../model/account.ts';
import { dayOf } from '../model/calendar.ts';
import type { Override } from '../model/exception.ts';
import type { CurrentState } from '../model/state.ts';
import { needsAccounts } from '../plan/lint.ts';
import type { PlanOptions } from '../plan/options.ts';
import type { Context } from './context.ts';

/** How differences are judged in one run. */
export interface ReadingOptions {
  readonly fixSpelling: boolean;
  /** Exceptions to the safety limits for this run. */
  readonly overrides: readonly Override[];
  /** Whether the rules that read the directory are judged; reading back leaves them out. */
  readonly rules: 'judge' | 'pass over';
}

/** The directory as it was read, and what is planned by. */
export interface Reading {
  /** The settings as they fit the directory. */
  readonly settings: Settings;
  readonly options: PlanOptions;
  readonly read: CurrentState;
  /** Undefined when no rule needs them. */
  readonly accounts: readonly Account[] | undefined;
}

/** Reads the directory completely. */
export async function readForPlan(
  context: Context,
  options: ReadingOptions,
  given: Settings,
  reader: DirectoryReader,
): Promise<Reading> {
  const settings = await fittedSettings(reader, given);
  const read = await readState(reader, settings, (entries) =>
    context.progress.update(`reading the directory: ${entries} groups`),
  );
  const accounts = await accountsFor(context, options, settings, reader, read);
  context.progress.end();
  return { settings, options: planOptionsOf(context, settings, options, reader), read, accounts };
}

async function accountsFor(
  context: Context,
  { rules }: ReadingOptions,
  settings: Settings,
  reader: DirectoryReader,
  read: CurrentState,
): Promise<Reading['accounts']> {
  const { accounts } = settings.mail;
  if (accounts === undefined || rules === 'pass over' || !needsAccounts(settings.rules)) return undefined;
  return readAccounts(reader, accounts, settings, read, (entries) =>
    context.progress.update(`reading the accounts: ${entries}`),
  );
}

function planOptionsOf(
  context: Context,
  settings: Settings,
  { fixSpelling, overrides }: ReadingOptions,
  { url, server }: DirectoryReader,
): PlanOptions {
  const { directory, profile, defaults, mail, prune, safety } = settings;
  return {
    target: { url, base: directory.base },
    profile,
    defaults,
    localPart: mail.localPart,
    prune,
    safety,
    requestLimit: requestLimit(directory.requestLimit, server),
    today: dayOf(context.now, settings.calendar.timeZone),
    upcomingDays: settings.calendar.upcomingDays,
    overrides,
    spelling: fixSpelling ? 'fix' : 'leave',
  };
}
