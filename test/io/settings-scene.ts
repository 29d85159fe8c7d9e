import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { LoadedSettings, Settings } from '../../src/io/run-settings.ts';
import { loadSettings, type SettingsRequest } from '../../src/io/settings.ts';

/** The settings file with the least that it must say. */
export const least = 'directory:\n  url: ldap://ldap.example.net\n  base: dc=example,dc=net\n';

type Load<Result> = (text: string | undefined, parts?: Partial<SettingsRequest>) => Promise<Result>;

/** A folder of its own for every test, and ways to load a settings file of this text there. */
export interface SettingsScene {
  readonly cwd: () => string;
  readonly load: Load<LoadedSettings>;
  /** Loads settings without any complaint. */
  readonly settings: Load<Settings>;
  /** Each complaint as `file:line:column code message`. */
  readonly complaints: Load<readonly string[]>;
}

/** Makes the scene for the tests of one file. */
export function settingsScene(): SettingsScene {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'settings-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const load: SettingsScene['load'] = async (text, parts = {}) => {
    if (text !== undefined) await writeFile(join(cwd, 'rollcall.yaml'), text);
    return loadSettings({ cwd, config: undefined, environment: undefined, variables: {}, flags: {}, ...parts });
  };
  return {
    cwd: () => cwd,
    load,
    settings: async (text, parts) => {
      const { settings, diagnostics } = await load(text, parts);
      expect(diagnostics).toEqual([]);
      return settings ?? expect.unreachable();
    },
    complaints: async (text, parts) => {
      const { settings, diagnostics } = await load(text, parts);
      expect(settings).toBeUndefined();
      return diagnostics.map(({ code, message, hint, severity, source }) => {
        expect(severity).toBe('error');
        expect(hint).toMatch(/^[A-Z].*[.]$/s);
        return `${source.file}:${source.line}:${source.column} ${code} ${message}`;
      });
    },
  };
}
