import { resolve } from 'node:path';
import type { LoadedSettings } from '../io/run-settings.ts';
import { loadSettings } from '../io/settings.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnosticsToText } from '../report/diagnostics-text.ts';
import type { Context } from './context.ts';
import { flagSettings, type InputOptions } from './options.ts';

/** A file or folder: absolute, and as the user named it. */
export interface NamedPath {
  readonly path: string;
  readonly shown: string;
}

/** Reads the settings; nothing else. */
export function readSettings(context: Context, options: InputOptions): LoadedSettings {
  const { variables, cwd } = context;
  return loadSettings({
    cwd,
    config: options.config ?? setVariable(variables['ROLLCALL_CONFIG']),
    environment: options.env ?? setVariable(variables['ROLLCALL_ENV']),
    variables,
    flags: flagSettings(options),
  });
}

/** The settings file. */
export function settingsPath({ cwd, variables }: Context, options: InputOptions): NamedPath {
  const shown = options.config ?? setVariable(variables['ROLLCALL_CONFIG']) ?? 'rollcall.yaml';
  return { path: resolve(cwd, shown), shown };
}

/** Puts diagnostics on standard error, when there are any. */
export function showDiagnostics(context: Context, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) context.err(diagnosticsToText(diagnostics, { style: context.errStyle }));
}

/** Where the manifests are, by flag, variable or custom. */
export function groupsFolder(context: Context, options: InputOptions): NamedPath {
  const shown = options.groups ?? setVariable(context.variables['ROLLCALL_GROUPS']) ?? 'groups';
  return { path: resolve(context.cwd, shown), shown };
}

function setVariable(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
