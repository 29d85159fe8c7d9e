import type { Diagnostic } from '../model/diagnostic.ts';
import { nearest } from './nearest.ts';
import type { SettingsFile, SettingsLayer } from './settings-file.ts';
import { settingsSchema } from './settings-schema.ts';
import { visible } from './source.ts';

interface Variable {
  readonly path: readonly string[];
  readonly kind: 'text' | 'integer' | 'boolean' | 'list';
}

const variable = (path: string, kind: Variable['kind']): Variable => ({ path: path.split('.'), kind });

/** Environment variables that set a key of rollcall.yaml. */
export const settingVariables: Readonly<Record<string, Variable>> = {
  ROLLCALL_URL: variable('directory.url', 'text'),
  ROLLCALL_BASE: variable('directory.base', 'text'),
  ROLLCALL_FILTER: variable('directory.filter', 'text'),
  ROLLCALL_BIND_DN: variable('directory.bind.dn', 'text'),
  ROLLCALL_BIND_PASSWORD_FILE: variable('directory.bind.passwordFile', 'text'),
  ROLLCALL_SHARED_PASSWORD_FILE: variable('directory.bind.sharedPasswordFile', 'text'),
  ROLLCALL_BIND_EXTERNAL: variable('directory.bind.external', 'boolean'),
  ROLLCALL_START_TLS: variable('directory.tls.startTls', 'boolean'),
  ROLLCALL_CA: variable('directory.tls.ca', 'text'),
  ROLLCALL_CERT: variable('directory.tls.cert', 'text'),
  ROLLCALL_KEY: variable('directory.tls.key', 'text'),
  ROLLCALL_PLAINTEXT_PASSWORD: variable('directory.tls.plaintextPassword', 'text'),
  ROLLCALL_TIMEOUT: variable('directory.timeout', 'integer'),
  ROLLCALL_PAGE_SIZE: variable('directory.pageSize', 'integer'),
  ROLLCALL_IN_FLIGHT: variable('directory.inFlight', 'integer'),
  ROLLCALL_REQUEST_LIMIT: variable('directory.requestLimit', 'integer'),
  ROLLCALL_RETRY_TRIES: variable('directory.retry.tries', 'integer'),
  ROLLCALL_RETRY_SECONDS: variable('directory.retry.seconds', 'integer'),
  ROLLCALL_PROFILE: variable('profile', 'text'),
  ROLLCALL_PRUNE: variable('prune', 'text'),
  ROLLCALL_LOCAL_PART: variable('mail.localPart', 'text'),
  ROLLCALL_DOMAINS: variable('mail.domains', 'list'),
  ROLLCALL_EXPANSION_LIMIT: variable('mail.expansionLimit', 'integer'),
  ROLLCALL_RECIPIENT_DELIMITER: variable('mail.recipientDelimiter', 'text'),
  ROLLCALL_ACCOUNTS_BASE: variable('mail.accounts.base', 'text'),
  ROLLCALL_ACCOUNTS_FILTER: variable('mail.accounts.filter', 'text'),
  ROLLCALL_ACCOUNTS_ATTRIBUTE: variable('mail.accounts.attribute', 'list'),
  ROLLCALL_TIME_ZONE: variable('calendar.timeZone', 'text'),
  ROLLCALL_UPCOMING_DAYS: variable('calendar.upcomingDays', 'integer'),
  ROLLCALL_PER_GROUP_PERCENT: variable('safety.perGroup.percent', 'integer'),
  ROLLCALL_PER_GROUP_FLOOR: variable('safety.perGroup.floor', 'integer'),
  ROLLCALL_PER_RUN_PERCENT: variable('safety.perRun.percent', 'integer'),
  ROLLCALL_PER_RUN_FLOOR: variable('safety.perRun.floor', 'integer'),
  ROLLCALL_DELETIONS_PERCENT: variable('safety.deletions.percent', 'integer'),
  ROLLCALL_DELETIONS_FLOOR: variable('safety.deletions.floor', 'integer'),
};

/** Environment variables that are not a key of the file. */
export const otherVariables = [
  'ROLLCALL_CONFIG',
  'ROLLCALL_GROUPS',
  'ROLLCALL_ENV',
  'ROLLCALL_BIND_PASSWORD',
  'ROLLCALL_ALLOWED_SERVERS',
] as const;

/** The settings that the environment gives, and what is wrong with it. An empty variable counts as unset. */
export interface VariableSettings {
  readonly layer: SettingsLayer;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `ROLLCALL_*`. A name that is not known is an error: a misspelt guard would not guard. */
export function readVariables(env: Readonly<Record<string, string | undefined>>): VariableSettings {
  const raw: Tree = {};
  const diagnostics: Diagnostic[] = [];
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('ROLLCALL_') || text === undefined || text === '') continue;
    const known = settingVariables[name];
    if (known !== undefined) put(raw, known.path, typedValue(text, known.kind));
    else if (!otherVariables.some((other) => other === name)) diagnostics.push(unknownVariable(name));
  }
  const result = settingsSchema.safeParse(raw);
  if (result.success) return { layer: result.data, diagnostics };
  const wrong = result.error.issues.map(({ path, message }) => wrongVariable(env, path, message));
  return { layer: {} satisfies SettingsFile, diagnostics: [...diagnostics, ...wrong] };
}

interface Tree {
  [key: string]: Tree | string | number | boolean | readonly string[];
}

function put(tree: Tree, path: readonly string[], value: Tree[string]): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const next = tree[key];
  const child: Tree = typeof next === 'object' && !isList(next) ? next : {};
  tree[key] = child;
  put(child, rest, value);
}

function isList(value: Tree | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

function typedValue(text: string, kind: Variable['kind']): Tree[string] {
  switch (kind) {
    case 'text':
      return text;
    case 'integer':
      return /^[0-9]{1,9}$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'list':
      return text.split(',').map((item) => item.trim());
  }
}

function unknownVariable(name: string): Diagnostic {
  const near = nearest(name, [...Object.keys(settingVariables), ...otherVariables]);
  const hint = `${near === undefined ? '' : `Did you mean ${near}? `}Unset it, or correct its name.`;
  return diagnostic('RC301', name, 'is not a variable of Rollcall', hint);
}

function wrongVariable(
  env: Readonly<Record<string, string | undefined>>,
  path: readonly PropertyKey[],
  message: string,
): Diagnostic {
  const found = Object.entries(settingVariables).find(
    ([name, { path: own }]) => Boolean(env[name]) && own.every((key, index) => key === path[index]),
  );
  const name = found?.[0] ?? 'the environment';
  const text = found === undefined ? '' : ` (it is ${JSON.stringify(visible(env[name] ?? ''))})`;
  return diagnostic('RC302', name, `has a wrong value: ${message}${text}`, 'Correct the variable, or unset it.');
}

function diagnostic(code: 'RC301' | 'RC302', name: string, message: string, hint: string): Diagnostic {
  const source = { file: name, line: 1, column: 1, endColumn: 2, text: '' };
  return { code, severity: 'error', message: `${name} ${message}`, hint, source };
}
