import type { SettingsLayer } from '../manifest/settings-file.ts';

/** Options that say where the input is; every command that needs it takes them. */
export interface InputOptions {
  readonly config: string | undefined;
  readonly groups: string | undefined;
  readonly env: string | undefined;
  readonly url: string | undefined;
  readonly base: string | undefined;
  readonly passwordStdin: boolean;
}

/** The settings that flags give. */
export function flagSettings({ url, base }: InputOptions): SettingsLayer {
  return { directory: { url, base } };
}
