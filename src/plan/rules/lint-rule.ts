import type { GivenLevels } from '../../manifest/rule-names.ts';
import type { LocalPartRule } from '../../model/address.ts';
import type { SourcePosition } from '../../model/diagnostic.ts';
import type { DesiredGroup } from '../../model/group.ts';
import type { MailRules } from '../mail/mail-rules.ts';
import type { DirectoryView } from './directory-view.ts';
import type { GroupGraph } from './group-graph.ts';

/** What the rules that settings can switch judge by. */
export interface LintOptions {
  readonly localPart: LocalPartRule;
  /** Domains whose groups are managed here; empty when any domain is. */
  readonly domains: readonly string[];
  /** The levels that the settings give. */
  readonly rules: GivenLevels;
  /** The day by which exceptions end, `YYYY-MM-DD`. */
  readonly today: string;
  readonly mail: MailRules;
  /** The folder of the manifests, as it stands before their names. */
  readonly root: string;
  /** Patterns of the addresses of internal groups. */
  readonly internal: readonly string[];
  /** Patterns of domains that no member may be in. */
  readonly forbiddenDomains: readonly string[];
  /** Patterns of the addresses that a folder has, by its path below the root. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
  readonly pins: readonly Pin[];
}

/** A group whose members the settings pin, and where they do. */
export interface Pin {
  readonly address: string;
  readonly members: readonly string[];
  readonly source: SourcePosition;
}

/** What a rule found in a manifest, and where: at an address below a key, or at the key. */
export interface Finding {
  readonly group: DesiredGroup;
  readonly key: 'address' | 'members' | 'aliases' | 'previously' | 'owners';
  /** The address as the manifest spells it; exceptions can name it. Undefined when it is about the whole key. */
  readonly value: string | undefined;
  readonly message: string;
  readonly hint: string;
  /** For what does no harm, whatever the level of the rule. */
  readonly atMost?: 'warning';
}

/** What a rule found that has no manifest. */
export interface SettingsFinding {
  readonly source: SourcePosition;
  readonly message: string;
  readonly hint: string;
}

/** What a rule found in an entry that no manifest declares. */
export interface EntryFinding {
  readonly dn: string;
  readonly message: string;
  readonly hint: string;
  readonly atMost?: 'warning';
}

/** All declared groups, as they take effect. */
export interface LintWorld {
  readonly groups: readonly DesiredGroup[];
  /** Which group is a member of which; made when a rule asks for it. */
  readonly graph: () => GroupGraph;
  /** Undefined where manifests are judged without the directory. */
  readonly directory: DirectoryView | undefined;
}

/** A rule that settings can switch: it judges all manifests together. */
export type LintRule = (
  world: LintWorld,
  options: LintOptions,
) => readonly (Finding | SettingsFinding | EntryFinding)[];
