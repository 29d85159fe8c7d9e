import type { EntryProblem } from '../../ldap/decode.ts';
import type { Filter } from '../../ldap/filter.ts';
import type { MemberQuery } from '../../ldap/member-query.ts';
import type { QueryAnswer } from '../../ldap/query-answer.ts';
import type { ServerKind } from '../../ldap/server-kind.ts';
import type { Subschema } from '../../ldap/subschema.ts';
import type { CurrentGroup } from '../../model/group.ts';
import type { Prune } from '../../model/plan.ts';
import type { Profile } from '../../model/profile.ts';
import type { Attempt } from './attempt.ts';
import type { PostfixFacts } from './postfix-facts.ts';

export { type Attempt, type FailedAttempt, known } from './attempt.ts';

/** The settings and manifests, as far as checks look at them. */
export interface InputFacts {
  /** Undefined when the settings have errors; then nothing else was tried. */
  readonly settings: SettingsFacts | undefined;
  readonly manifests: number;
  readonly errors: number;
  readonly warnings: number;
  /** The largest declared group. */
  readonly largest: GroupSize | undefined;
  /** Why the manifests could not be read at all. */
  readonly unread: { readonly message: string; readonly hint: string } | undefined;
}

/** The settings that checks look at. */
export interface SettingsFacts {
  /** As the user named it: one URL, several, or the path of an LDIF file. */
  readonly url: string;
  /** The servers, the preferred one first; none for an LDIF file. */
  readonly urls: readonly string[];
  readonly base: string;
  /** Which entries are groups. */
  readonly filter: Filter;
  readonly isFile: boolean;
  /** Servers that credentials may go to; undefined when any may. */
  readonly allowedServers: readonly string[] | undefined;
  readonly bind:
    | { readonly kind: 'anonymous' }
    | { readonly kind: 'external' }
    | { readonly kind: 'simple'; readonly dn: string };
  readonly profile: Profile;
  readonly defaults: Readonly<Record<string, string>>;
  readonly prune: Prune;
  /** Domains whose addresses may be groups; any when empty. */
  readonly domains: readonly string[];
  /** Recipients to which Postfix expands one address at most. */
  readonly expansionLimit: number;
  /** What parts an address from its extension. */
  readonly recipientDelimiter: string;
  /** DN below which the accounts are; undefined when the settings name none. */
  readonly accountsBase: string | undefined;
}

/** A group with the number and the bytes of its members. */
export interface GroupSize {
  readonly address: string;
  readonly members: number;
  readonly bytes: number;
}

/** The connection that the run has. */
export interface ConnectionFacts {
  /** The server that answered. */
  readonly url: string;
  /** Servers named before it, which did not answer. */
  readonly passedOver: readonly string[];
  /** `local` never leaves this machine: a socket or loopback. */
  readonly reach: 'local' | 'network';
  /** Undefined when it is not encrypted. */
  readonly tls: TlsFacts | undefined;
}

/** What was agreed on in the TLS handshake, and the server's certificate. */
export interface TlsFacts {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validUntil: Date;
}

/** What the server tells about itself (RFC 4512 §5.1). */
export interface RootDse {
  readonly kind: ServerKind;
  /** Vendor and version in its own words. */
  readonly vendor: string | undefined;
  readonly controls: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
}

/** What a search without pages ended with. */
export interface UnpagedFacts {
  readonly code: number;
  readonly entries: number;
}

/** What a comparison said about a group that shows no members. */
export interface HiddenProbe {
  readonly dn: string;
  /** Whether it has members all the same; `unknown` when we may not ask. */
  readonly members: 'present' | 'absent' | 'unknown';
}

/** How large a request may be, in bytes. */
export interface RequestLimit {
  /** What Rollcall sends at most. */
  readonly ours: number;
  /** What the server says that it takes; undefined when it does not tell. */
  readonly servers: number | undefined;
}

/** Every group below the base, or entries that are none. */
export interface GroupsFacts {
  readonly groups: readonly CurrentGroup[];
  readonly problems: readonly EntryProblem[];
}

/** The accounts for the rules about them. */
export interface AccountsFacts {
  /** How many take mail. */
  readonly open: number;
  readonly disabled: number;
}

/** What the server said to a write that it was asked not to do. */
export type Rehearsed =
  | { readonly kind: 'would succeed' }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  /** The server cannot tell without writing. */
  | { readonly kind: 'unsupported' }
  /** Not asked, because the question itself could do harm. */
  | { readonly kind: 'unsafe' };

/** One kind of write, tried with the no-op control. */
export interface WriteProbe {
  readonly write: 'add' | 'modify' | 'delete';
  readonly dn: string;
  readonly result: Attempt<Rehearsed>;
}

/** A query of the settings, and what it answers. */
export interface QueryFacts {
  readonly query: MemberQuery;
  readonly answer: Attempt<QueryAnswer>;
}

/** Everything that the checks judge. */
export interface DoctorFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly inputs: InputFacts;
  readonly connection: Attempt<ConnectionFacts>;
  /** The authorization identity (RFC 4532): `dn:…`, `u:…`, or empty for nobody; undefined when the server does not tell. */
  readonly identity: Attempt<string | undefined>;
  readonly rootDse: Attempt<RootDse>;
  readonly base: Attempt<'exists'>;
  readonly schema: Attempt<Subschema>;
  readonly groups: Attempt<GroupsFacts>;
  /** `skipped` when the settings name none. */
  readonly accounts: Attempt<AccountsFacts>;
  readonly unpaged: Attempt<UnpagedFacts>;
  readonly hidden: Attempt<readonly HiddenProbe[]>;
  readonly requestLimit: Attempt<RequestLimit>;
  readonly writes: readonly WriteProbe[];
  readonly queries: readonly QueryFacts[];
  /** A configuration of Postfix; `skipped` when none was named. */
  readonly postfix: Attempt<PostfixFacts>;
}
