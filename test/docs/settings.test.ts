import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { completeSettings } from '../../src/io/complete-settings.ts';
import type { Settings } from '../../src/io/run-settings.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import { settingsSchema } from '../../src/manifest/settings-schema.ts';
import { otherVariables, settingVariables } from '../../src/manifest/settings-variables.ts';
import type { Profile } from '../../src/model/profile.ts';
import { codeIn, page, pages, project, section, tableRows } from './pages.ts';

const reference = page('docs/settings.md');
const keyRows = tableRows(section(reference, 'Keys'));
const profileRows = tableRows(section(reference, 'Profiles'));

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
}

/** The paths of the keys that hold a value: environments have no others, a switch is one value of three parts, and rules have a page. */
function keysOf({ properties = {}, anyOf = [] }: JsonSchema, path: string): readonly string[] {
  const own = Object.entries(properties).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const below = /^(environments|profile\.enabled|rules)$/.test(name) ? [] : keysOf(value, name);
    return below.length === 0 || value.anyOf !== undefined ? [name, ...below] : below;
  });
  return [...own, ...anyOf.flatMap((one) => keysOf(one, path))];
}

const keys = keysOf(z.toJSONSchema(settingsSchema) as JsonSchema, '');

/** What a setting is when nobody gives it, as the page writes it. */
function defaultOf(key: string): string {
  const locate = () => ({ file: '', line: 1, column: 1, endColumn: 2, text: '' });
  const context = { locate, shown: (path: string) => path, allowedServers: undefined };
  const { settings } = completeSettings({ directory: { url: 'x.ldif', base: 'dc=x' } }, context);
  if (settings === undefined) throw new Error('the smallest settings are not accepted');
  return shown(
    key === 'profile'
      ? settings.profile.name
      : valueAt(settings, key.replace('.tls.', '.').replace('.bind.shared', '.shared')),
  );
}

function valueAt(settings: Settings, key: string): unknown {
  if (/^(directory\.(url|base|filter|bind\..+)|environments|rules)$/.test(key)) return undefined;
  return key.split('.').reduce<unknown>((value, name) => Reflect.get(Object(value), name), settings);
}

function shown(value: unknown): string {
  if (value === undefined) return '–';
  return `\`${typeof value === 'object' ? JSON.stringify(value) : String(value)}\``;
}

function profileCell(profile: Profile, key: string): string {
  const { memberRule, allowedAttributes, enabled, ...rest } = profile;
  const renamed: Record<string, unknown> = { ...rest, memberMatching: memberRule, attributes: allowedAttributes };
  const value = key === 'enabled' ? enabled && Object.values(enabled).join(' ') : renamed[key];
  const text = Array.isArray(value) ? value.join(', ') : value;
  return typeof text === 'string' && text !== '' ? `\`${text}\`` : '–';
}

describe('docs/settings.md', () => {
  it('has a row for every key of the settings', () => {
    const listed = [...keyRows, ...profileRows].map(([key]) => codeIn(key));
    expect([...listed].sort()).toEqual([...keys].sort());
  });

  it.each(keyRows.map(([key = '', fallback = '']) => [codeIn(key), fallback] as const))(
    'gives the default of %s',
    (key, fallback) => expect(fallback).toBe(defaultOf(key)),
  );

  it.each(keyRows.map(([key = '', , variable = '']) => [codeIn(key), variable] as const))(
    'gives the variable of %s',
    (key, variable) => {
      const name = Object.entries(settingVariables).find(([, { path }]) => path.join('.') === key)?.[0];
      expect(variable).toBe(shown(name));
    },
  );

  it.each(profileRows.map(([key = '', book = '', nis = '']) => [codeIn(key), book, nis] as const))(
    'gives what the profiles say for %s',
    (key, book, nis) => {
      const name = key.replace('profile.', '');
      expect([book, nis]).toEqual([profileCell(postfixBook, name), profileCell(nisMailAlias, name)]);
    },
  );

  it('has a row for every variable that is no key', () => {
    const listed = tableRows(section(reference, 'Variables that are no keys')).map(([name]) => codeIn(name));
    expect(listed).toEqual([...otherVariables]);
  });
});

describe('all pages', () => {
  it('name only variables that exist', () => {
    const ofTests = ['ROLLCALL_SOAK_SEED', 'ROLLCALL_MODEL'];
    const known = new Set<string>([...Object.keys(settingVariables), ...otherVariables, ...ofTests, ...ofWorkflows()]);
    const named = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\bROLLCALL_[A-Z_]*[A-Z]\b/g)].map(([name]) => `${path} ${name}`),
    );
    expect(named.filter((one) => !known.has(one.split(' ')[1] ?? ''))).toEqual([]);
  });
});

/** What workflows read from the variables and secrets of a repository. */
function ofWorkflows(): readonly string[] {
  const folder = join(project, '.github/workflows');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.flatMap((text) =>
    [...text.matchAll(/\b(?:vars|secrets)\.(ROLLCALL_\w+)/g)].map(([, name]) => name ?? ''),
  );
}
