import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { nodeAt } from '../manifest/node-path.ts';
import type { SettingsLayer } from '../manifest/settings-file.ts';
import { mergeSettings } from '../manifest/settings-merge.ts';
import { settingsSchema } from '../manifest/settings-schema.ts';
import { readVariables, settingVariables } from '../manifest/settings-variables.ts';
import { checkShape } from '../manifest/shape.ts';
import { positionAt, type SourceText } from '../manifest/source.ts';
import { parseYaml } from '../manifest/yaml.ts';
import type { YamlNode } from '../manifest/yaml-node.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { Failure } from '../model/failure.ts';
import { completeSettings } from './complete-settings.ts';
import { fileProblem } from './file-problem.ts';
import type { LoadedSettings } from './run-settings.ts';

/** Where settings come from; later ones win: the file, its environment, variables, flags. */
export interface SettingsRequest {
  readonly cwd: string;
  /** Path given by flag or variable; undefined for `rollcall.yaml` in the working directory. */
  readonly config: string | undefined;
  /** Name of an environment in the file. */
  readonly environment: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly flags: SettingsLayer;
}

/** Reads, merges, completes and checks the settings. A settings file that cannot be read is a Failure. */
export function loadSettings(request: SettingsRequest): LoadedSettings {
  const { settings, diagnostics } = load(request);
  return { settings, diagnostics: diagnostics.map(withoutSecretLine) };
}

function load(request: SettingsRequest): LoadedSettings {
  const { cwd, flags } = request;
  const variables = readVariables(request.variables);
  const outer = mergeSettings(absolute(variables.layer, cwd), absolute(flags, cwd));
  const enough = outer.directory?.url !== undefined && outer.directory.base !== undefined;
  const path = resolve(cwd, request.config ?? 'rollcall.yaml');
  const shown = shownPath(cwd, path);
  const text = readSettings(path, shown, request.config === undefined && enough);
  const file = parseSettings(shown, text, request.environment, dirname(path));
  const merged = mergeSettings(file.layer, outer);
  const read = [...variables.diagnostics, ...file.diagnostics];
  if (hasErrors(read)) return { settings: undefined, diagnostics: read };
  const { settings, diagnostics } = completeSettings(merged, {
    locate: (key) => outerSource(key, flags, request.variables) ?? file.locate(key),
    shown: (absolutePath) => shownPath(cwd, absolutePath),
    allowedServers: request.variables['ROLLCALL_ALLOWED_SERVERS'],
  });
  return { settings, diagnostics: [...read, ...diagnostics] };
}

/** A line that holds a password by mistake is not shown: what is wrong with it can be told without. */
function withoutSecretLine(diagnostic: Diagnostic): Diagnostic {
  const { source } = diagnostic;
  const secret = /(?:pass(?:word|phrase|wd)?|secret|token|credentials?)["']?\s*:|:\/\/.*@/i.test(source.text);
  return secret ? { ...diagnostic, source: { ...source, text: '' } } : diagnostic;
}

function readSettings(path: string, shown: string, mayBeMissing: boolean): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
    if (missing && mayBeMissing) return '{}';
    throw new Failure(
      'input',
      fileProblem(shown, error),
      'Run the command where rollcall.yaml is, name the file with --config, or set ROLLCALL_URL and ROLLCALL_BASE.',
      { cause: error },
    );
  }
}

interface ParsedSettings {
  readonly layer: SettingsLayer;
  readonly diagnostics: readonly Diagnostic[];
  readonly locate: (path: readonly string[]) => Diagnostic['source'];
}

function parseSettings(shown: string, text: string, environment: string | undefined, folder: string): ParsedSettings {
  const start = { file: shown, line: 1, column: 1, endColumn: 2, text: '' };
  const { source, root, diagnostics } = parseYaml(shown, text);
  const locate = locator(source, root, environment);
  if (root === undefined || hasErrors(diagnostics)) return { layer: {}, diagnostics, locate };
  const codes = { unknownKey: 'RC301', wrongValue: 'RC302', missingKey: 'RC303' } as const;
  const shaped = checkShape({ schema: settingsSchema, codes, missing: {} }, source, root);
  const { environments, ...common } = shaped.value ?? {};
  const chosen = environment === undefined ? {} : environments?.[environment];
  const all = [...diagnostics, ...shaped.diagnostics];
  if (chosen === undefined && shaped.value !== undefined) {
    const names = Object.keys(environments ?? {});
    const hint = names.length === 0 ? 'The file has no environments.' : `The file has: ${names.join(', ')}.`;
    const message = `there is no environment ${environment ?? ''}`;
    all.push({ code: 'RC303', severity: 'error', message, hint, source: start });
  }
  return { layer: mergeSettings(absolute(common, folder), absolute(chosen ?? {}, folder)), diagnostics: all, locate };
}

/** Where a value comes from that is not from the file: the command line or a variable. */
function outerSource(
  key: readonly string[],
  flags: SettingsLayer,
  variables: SettingsRequest['variables'],
): Diagnostic['source'] | undefined {
  const place = (file: string): Diagnostic['source'] => ({ file, line: 1, column: 1, endColumn: 2, text: '' });
  const flag = key.reduce<unknown>((layer, step) => (isObject(layer) ? Reflect.get(layer, step) : undefined), flags);
  if (flag !== undefined) return place('command line');
  const variable = Object.entries(settingVariables).find(([, { path }]) => path.join('.') === key.join('.'))?.[0];
  return variable !== undefined && variables[variable] ? place(variable) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Finds where a key stands: in the chosen environment, else in the file itself, else at its first line. */
function locator(
  source: SourceText,
  root: YamlNode | undefined,
  environment: string | undefined,
): (path: readonly string[]) => Diagnostic['source'] {
  return (path) => {
    const prefixes = environment === undefined ? [[]] : [['environments', environment], []];
    const places = root === undefined ? [] : prefixes.map((prefix) => nodeAt(root, [...prefix, ...path]));
    const node = places.find((place) => place !== undefined)?.node;
    return positionAt(source, node?.start ?? 0, node?.end ?? 1);
  };
}

/** The layer with its paths made absolute: those of a file are relative to its folder, others to the working directory. */
function absolute(layer: SettingsLayer, folder: string): SettingsLayer {
  const { directory } = layer;
  if (directory === undefined) return layer;
  const { url, bind, tls } = directory;
  const path = (value: string | undefined): string | undefined => value && resolve(folder, value);
  return {
    ...layer,
    directory: {
      ...directory,
      url: url === undefined || /^[a-z]+:\/\//i.test(url) ? url : resolve(folder, url),
      bind: bind && { ...bind, passwordFile: path(bind.passwordFile) },
      tls: tls && { ...tls, ca: path(tls.ca), cert: path(tls.cert), key: path(tls.key) },
    },
  };
}

function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}
