import { join } from 'node:path';
import type { Settings } from '../io/run-settings.ts';
import type { ManifestOptions } from '../manifest/rules/rule.ts';
import { dayOf } from '../model/calendar.ts';
import type { LintOptions } from '../plan/rules/lint-rule.ts';
import type { Context } from './context.ts';
import { mailRules } from './mail-options.ts';
import type { InputOptions } from './options.ts';

/** Options of commands that look at manifests alone. */
export type ManifestInputOptions = Pick<InputOptions, 'config' | 'groups' | 'env'>;

/** The same as options of commands that read settings; no directory is asked, so none has to be in the settings. */
export function withoutDirectory({ config, groups, env }: ManifestInputOptions): InputOptions {
  return { config, groups, env, url: 'no-directory.ldif', base: 'dc=none', passwordStdin: false };
}

/** What manifests are judged by, out of the settings and the clock. */
export function manifestOptions(
  { now }: Pick<Context, 'now'>,
  { mail, profile, calendar, queries }: Settings,
): ManifestOptions {
  const { localPart, domains } = mail;
  return { localPart, domains, profile, today: dayOf(now, calendar.timeZone), queries: Object.keys(queries) };
}

/** What the rules that settings can switch judge by, on the day of the run. */
export function lintOptions({ now }: Pick<Context, 'now'>, settings: Settings, shownFolder: string): LintOptions {
  const { mail, rules, calendar, folders, pins } = settings;
  const { localPart, domains, internal, forbiddenDomains } = mail;
  const today = dayOf(now, calendar.timeZone);
  return {
    ...{ localPart, domains, rules, today, internal, forbiddenDomains, folders },
    mail: mailRules(settings),
    root: join(shownFolder, '.'),
    pins: Object.entries(pins).map(([address, pin]) => ({ address, ...pin })),
  };
}
