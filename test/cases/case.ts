import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { parseLdif } from '../../src/ldap/ldif.ts';
import { formatLdif } from '../../src/ldap/ldif-writer.ts';
import { nisMailAlias, postfixBook } from '../../src/ldap/profile.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { withAnswers } from '../../src/manifest/with-answers.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Profile } from '../../src/model/profile.ts';
import { defaultSafety, type SafetyLimits, type Threshold } from '../../src/model/safety.ts';
import type { CurrentState, DesiredState, Elsewhere } from '../../src/model/state.ts';
import type { PlanOptions } from '../../src/plan/options.ts';
import { base, plainOptions, stateOf } from '../plan/directory.ts';

/** Entries in short: attribute names with a value or a list of values; `dn`, classes, `cn` and `sn` may be left out. */
type ShortEntry = Readonly<Record<string, string | readonly string[]>>;

/** What a case may set; all else is as in `plainOptions`, with the limits that hold when the settings name none. */
interface CaseOptions extends Partial<Pick<PlanOptions, 'prune' | 'localPart' | 'spelling' | 'defaults'>> {
  readonly safety?: Partial<Record<keyof SafetyLimits, Threshold>>;
}

/** What a plan must hold; a part that is left out must be empty. */
interface ExpectedPlan {
  /** LDIF change records, exactly as `ldapmodify` would get them. */
  readonly operations?: string;
  /** Address and limit: `hq@example.net per-group`. */
  readonly held?: readonly string[];
  /** Address and message. */
  readonly conflicts?: readonly string[];
  readonly unmanaged?: readonly string[];
  /** Stored and declared value: `"Ann@x" is "ann@x"`. */
  readonly spelling?: readonly string[];
  readonly notes?: readonly string[];
}

/** One situation and its plan, as it stands in `test/cases/*.yaml`. */
export interface Case {
  readonly name: string;
  /** A profile by name, or what differs from postfix-book. */
  readonly profile?: string | Partial<Profile>;
  readonly options?: CaseOptions;
  /** LDIF content records, or entries in short. */
  readonly current: string | readonly ShortEntry[];
  readonly elsewhere?: readonly Elsewhere[];
  /** Whom queries answer, by their names. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
  /** The texts of the manifests. */
  readonly desired: readonly string[];
  readonly plan?: ExpectedPlan;
}

/** The cases by the file that they stand in. */
export function readCases(): ReadonlyMap<string, readonly Case[]> {
  const folder = new URL('./', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(files.map((name) => [name, load(readFileSync(new URL(name, folder), 'utf8')) as readonly Case[]]));
}

/** The profile that a case is about. */
export function profileOf({ profile }: Case): Profile {
  if (typeof profile === 'object') return { ...postfixBook, name: 'custom', ...profile };
  return profile === 'nis-mail-alias' ? { ...nisMailAlias, domain: 'example.net' } : postfixBook;
}

/** The options under which a case is planned. */
export function optionsOf(test: Case): PlanOptions {
  const { safety, ...options } = test.options ?? {};
  return { ...plainOptions, ...options, profile: profileOf(test), safety: { ...defaultSafety, ...safety } };
}

/** The entries that a case starts from. */
export function entriesOf(test: Case): readonly Entry[] {
  const { current } = test;
  if (typeof current !== 'string') return current.map((entry) => fullEntry(entry, profileOf(test)));
  const { records, problems } = parseLdif(Buffer.from(current));
  if (problems[0] !== undefined) throw new Error(`line ${problems[0].line}: ${problems[0].message}`);
  return records.map((record) => {
    if (record.kind === 'change') throw new Error('current holds entries, not changes');
    return record.entry;
  });
}

/** The state that some entries are, in the surroundings of the case. */
export function currentOf(test: Case, entries: readonly Entry[]): CurrentState {
  return { ...stateOf(entries, profileOf(test)), elsewhere: test.elsewhere ?? [] };
}

/** What the manifests of a case declare; one with an error ends the test. */
export function desiredOf(test: Case): DesiredState {
  const { localPart, profile } = optionsOf(test);
  const files = test.desired.map((text, index) => ({ file: `groups/${index + 1}.yaml`, text }));
  const options = { localPart, profile, domains: [], queries: Object.keys(test.answers ?? {}), today: '2026-11-22' };
  const { state, diagnostics } = resolveManifests(files, options);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(`${error.source.file}: ${error.code} ${error.message}`);
  const answers = Object.entries(test.answers ?? {}).map(([name, members]) => [name, { members }] as const);
  return { groups: withAnswers(state.groups, new Map(answers), options) };
}

/** A plan in the words of the cases, nothing left out. */
export function shownPlan(plan: Plan): Required<ExpectedPlan> {
  const operations = plan.steps.flatMap((step) => step.operations);
  return {
    operations: operations.length === 0 ? '' : formatLdif(operations).replace('version: 1\n\n', ''),
    held: plan.held.map(({ step, limit }) => `${step.change.address} ${limit}`),
    conflicts: plan.conflicts.map(({ address, message }) => `${address}: ${message}`),
    unmanaged: plan.unmanaged.map(({ address }) => address),
    spelling: plan.spelling.map(({ stored, declared }) => `${JSON.stringify(stored)} is ${JSON.stringify(declared)}`),
    notes: plan.notes,
  };
}

/** What a case expects, with the parts that it leaves out as empty ones. */
export function expectedPlan({ plan }: Case): Required<ExpectedPlan> {
  return { operations: '', held: [], conflicts: [], unmanaged: [], spelling: [], notes: [], ...plan };
}

function fullEntry(short: ShortEntry, profile: Profile): Entry {
  const { dn, ...given } = short;
  const lists = new Map(Object.entries(given).map(([name, value]) => [name, [value].flat()]));
  const filled = new Map<string, readonly string[]>([['objectClass', profile.objectClasses], ...lists]);
  if (profile.objectClasses.includes('organizationalPerson')) {
    for (const name of ['cn', 'sn']) if (!filled.has(name)) filled.set(name, ['group']);
  }
  const [address = ''] = lists.get(profile.address) ?? [];
  return {
    dn: typeof dn === 'string' ? dn : `${profile.address}=${address},${base}`,
    attributes: [...filled].map(([name, values]) => ({ name, values })).filter(({ values }) => values.length > 0),
  };
}
