import type { GivenLevels } from './rule-names.ts';

/** A safety limit as the settings may give it; missing parts keep their default. */
export interface ThresholdFile {
  readonly percent?: number | undefined;
  readonly floor?: number | undefined;
}

/** `directory` in the settings. */
export interface DirectoryFile {
  readonly url?: string | undefined;
  readonly base?: string | undefined;
  readonly filter?: string | undefined;
  readonly bind?: BindFile | undefined;
  readonly tls?: TlsFile | undefined;
  readonly timeout?: number | undefined;
  readonly pageSize?: number | undefined;
  readonly inFlight?: number | undefined;
  readonly requestLimit?: number | undefined;
  readonly retry?: RetryFile | undefined;
}

/** `directory.retry` in the settings. */
export interface RetryFile {
  readonly tries?: number | undefined;
  readonly seconds?: number | undefined;
}

/** `directory.bind` in the settings. */
export interface BindFile {
  readonly dn?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly sharedPasswordFile?: 'refuse' | 'allow' | undefined;
  readonly external?: boolean | undefined;
}

/** `directory.tls` in the settings. */
export interface TlsFile {
  readonly startTls?: boolean | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly plaintextPassword?: 'refuse' | 'allow' | undefined;
}

/** The profiles that settings can name. */
export type ProfileName = 'postfix-book' | 'nis-mail-alias';

/** `profile` in the settings, spelled out. */
export interface ProfileFile {
  readonly extends?: ProfileName | undefined;
  readonly objectClasses?: readonly string[] | undefined;
  readonly groupClass?: string | undefined;
  readonly address?: string | undefined;
  readonly domain?: string | undefined;
  readonly member?: string | undefined;
  readonly memberMatching?: 'caseExact' | 'caseIgnore' | undefined;
  readonly enabled?: { readonly attribute: string; readonly on: string; readonly off: string } | undefined;
  readonly description?: string | undefined;
  readonly attributes?: readonly string[] | undefined;
  readonly accountAttributes?: readonly string[] | undefined;
}

/** `owners` in the settings: who is who on the forge. */
export interface OwnersFile {
  /** Handles by address. */
  readonly handles?: Readonly<Record<string, string>> | undefined;
  readonly default?: readonly string[] | undefined;
  readonly settings?: readonly string[] | undefined;
}

/** `mail.accounts` in the settings. */
export interface AccountsFile {
  readonly base?: string | undefined;
  readonly filter?: string | undefined;
  /** One attribute, or several. */
  readonly attribute?: string | readonly string[] | undefined;
}

/** One of `queries` in the settings. */
export interface QueryFile {
  readonly base?: string | undefined;
  readonly filter?: string | undefined;
  readonly attribute?: string | undefined;
  readonly limit?: number | undefined;
  readonly minimum?: number | undefined;
  readonly values?: 'one' | 'all' | undefined;
}

/** What the settings file and each of its environments may set. */
export interface SettingsLayer {
  readonly directory?: DirectoryFile | undefined;
  readonly profile?: ProfileName | ProfileFile | undefined;
  readonly defaults?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly prune?: 'declared' | 'all' | 'never' | undefined;
  readonly safety?:
    | {
        readonly perGroup?: ThresholdFile | undefined;
        readonly perRun?: ThresholdFile | undefined;
        readonly deletions?: ThresholdFile | undefined;
      }
    | undefined;
  readonly owners?: OwnersFile | undefined;
  readonly rules?: GivenLevels | undefined;
  /** Patterns of addresses by folder. */
  readonly folders?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Members by group. */
  readonly pins?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Sources of members by their name. */
  readonly queries?: Readonly<Record<string, QueryFile>> | undefined;
  readonly mail?:
    | {
        readonly localPart?: 'fold' | 'exact' | undefined;
        readonly domains?: readonly string[] | undefined;
        readonly expansionLimit?: number | undefined;
        readonly recipientDelimiter?: string | undefined;
        readonly internal?: readonly string[] | undefined;
        readonly forbiddenDomains?: readonly string[] | undefined;
        readonly accounts?: AccountsFile | undefined;
      }
    | undefined;
  readonly calendar?:
    | { readonly timeZone?: string | undefined; readonly upcomingDays?: number | undefined }
    | undefined;
}

/** A settings file whose shape is right. */
export interface SettingsFile extends SettingsLayer {
  readonly environments?: Readonly<Record<string, SettingsLayer>> | undefined;
}
