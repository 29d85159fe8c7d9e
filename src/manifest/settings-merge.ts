import type { AccountsFile, BindFile, SettingsLayer } from './settings-file.ts';

type Queries = NonNullable<SettingsLayer['queries']>;

/** One layer of settings laid over another: what the upper one says wins, key by key. A profile is replaced whole. */
export function mergeSettings(lower: SettingsLayer, upper: SettingsLayer): SettingsLayer {
  return {
    directory: {
      ...lower.directory,
      ...defined(upper.directory),
      bind: mergeBind(lower.directory?.bind, upper.directory?.bind),
      tls: { ...lower.directory?.tls, ...defined(upper.directory?.tls) },
      retry: { ...lower.directory?.retry, ...defined(upper.directory?.retry) },
    },
    profile: upper.profile ?? lower.profile,
    defaults: { ...lower.defaults, ...upper.defaults },
    prune: upper.prune ?? lower.prune,
    safety: {
      perGroup: { ...lower.safety?.perGroup, ...defined(upper.safety?.perGroup) },
      perRun: { ...lower.safety?.perRun, ...defined(upper.safety?.perRun) },
      deletions: { ...lower.safety?.deletions, ...defined(upper.safety?.deletions) },
    },
    owners: {
      ...lower.owners,
      ...defined(upper.owners),
      handles: { ...lower.owners?.handles, ...upper.owners?.handles },
    },
    folders: { ...lower.folders, ...upper.folders },
    pins: { ...lower.pins, ...upper.pins },
    queries: mergeQueries(lower.queries ?? {}, upper.queries ?? {}),
    rules: { ...lower.rules, ...defined(upper.rules) },
    mail: { ...lower.mail, ...defined(upper.mail), accounts: mergeAccounts(lower, upper) },
    calendar: { ...lower.calendar, ...defined(upper.calendar) },
  };
}

/** No layer that names accounts, no accounts. */
function mergeAccounts(lower: SettingsLayer, upper: SettingsLayer): AccountsFile | undefined {
  const [below, above] = [lower.mail?.accounts, upper.mail?.accounts];
  return below === undefined && above === undefined ? undefined : { ...below, ...defined(above) };
}

/** Another way to bind replaces the lower one; a password file alone goes with the lower DN. */
function mergeBind(lower: BindFile | undefined, upper: BindFile | undefined): BindFile | undefined {
  if (upper === undefined) return lower;
  if (upper.external === true) return upper;
  return { ...lower, ...defined(upper), ...(upper.dn === undefined ? {} : { external: upper.external }) };
}

/** A query that both layers have is merged key by key. */
function mergeQueries(lower: Queries, upper: Queries): Queries {
  const both = Object.entries(upper).map(([name, query]) => [name, { ...lower[name], ...defined(query) }] as const);
  return { ...lower, ...Object.fromEntries(both) };
}

function defined<T extends object>(layer: T | undefined): Partial<T> {
  const result: Partial<T> = { ...layer };
  for (const key of Object.keys(result)) {
    if (Reflect.get(result, key) === undefined) Reflect.deleteProperty(result, key);
  }
  return result;
}
