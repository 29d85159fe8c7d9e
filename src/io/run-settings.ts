import type { Filter } from '../ldap/filter.ts';
import type { MemberQuery } from '../ldap/member-query.ts';
import type { GivenLevels } from '../manifest/rule-names.ts';
import type { LocalPartRule } from '../model/address.ts';
import type { Diagnostic, SourcePosition } from '../model/diagnostic.ts';
import type { Prune } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';
import type { SafetyLimits } from '../model/safety.ts';
import type { RetryLimits } from './patience.ts';
import type { SecretSharing } from './secret-file.ts';

/** How to bind, before any password is read. */
export type BindChoice =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'external' }
  | { readonly kind: 'simple'; readonly dn: string; readonly passwordFile: string | undefined };

/** Members that the settings pin, and where. */
export interface PinnedMembers {
  readonly members: readonly string[];
  readonly source: SourcePosition;
}

/** Where the mailboxes are. */
export interface AccountSettings {
  readonly base: string;
  /** Which accounts take mail; undefined when all do. */
  readonly filter: Filter | undefined;
  /** Attributes that hold their addresses; at least one. */
  readonly attributes: readonly string[];
}

/** All settings of one run, complete and checked; paths are absolute. No secret is in here. */
export interface Settings {
  readonly directory: {
    /** What the user named: shown in messages. */
    readonly url: string;
    /** The servers, the preferred one first; none for an LDIF file. */
    readonly urls: readonly string[];
    /** Absolute path of the LDIF file; undefined for a server. */
    readonly ldifFile: string | undefined;
    readonly base: string;
    readonly filter: Filter;
    readonly bind: BindChoice;
    /** Whether everybody on the machine may be able to read the files of the password and the TLS key. */
    readonly sharedPasswordFile: SecretSharing;
    readonly startTls: boolean;
    readonly ca: string | undefined;
    readonly cert: string | undefined;
    readonly key: string | undefined;
    readonly plaintextPassword: 'refuse' | 'allow';
    /** Seconds. */
    readonly timeout: number;
    readonly pageSize: number;
    readonly inFlight: number;
    /** Bytes in one request; undefined when the kind of server decides. */
    readonly requestLimit: number | undefined;
    readonly retry: RetryLimits;
  };
  readonly profile: Profile;
  readonly defaults: Readonly<Record<string, string>>;
  readonly prune: Prune;
  readonly safety: SafetyLimits;
  readonly mail: {
    readonly localPart: LocalPartRule;
    readonly domains: readonly string[];
    /** Recipients to which Postfix expands one address at most (`virtual_alias_expansion_limit`). */
    readonly expansionLimit: number;
    /** What parts an address from its extension, any of these characters (`recipient_delimiter`). */
    readonly recipientDelimiter: string;
    /** Patterns of the addresses of groups whose mail stays in our domains. */
    readonly internal: readonly string[];
    /** Patterns of domains that no member may be in. */
    readonly forbiddenDomains: readonly string[];
    /** Where the mailboxes are; undefined when nobody said. */
    readonly accounts: AccountSettings | undefined;
  };
  readonly calendar: {
    /** IANA name of the time zone whose days count. */
    readonly timeZone: string;
    /** For how many days plans look ahead. */
    readonly upcomingDays: number;
  };
  readonly owners: {
    /** Handles by address, as the settings spell it. */
    readonly handles: Readonly<Record<string, string>>;
    readonly default: readonly string[];
    readonly settings: readonly string[];
  };
  /** Patterns of the addresses that belong into a folder, by its path below the manifests. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
  /** The only members that a group may have, by its address, and where the settings say so. */
  readonly pins: Readonly<Record<string, PinnedMembers>>;
  /** Sources of members that manifests can name, by their names. */
  readonly queries: Readonly<Record<string, MemberQuery>>;
  /** The levels of rules that are not at their default. */
  readonly rules: GivenLevels;
  /** Servers that credentials may go to; undefined when any may. */
  readonly allowedServers: readonly string[] | undefined;
}

/** The settings, or undefined when the diagnostics hold an error. */
export interface LoadedSettings {
  readonly settings: Settings | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
