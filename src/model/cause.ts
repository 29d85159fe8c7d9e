import type { Commit } from './history.ts';

/** Why the manifests and the directory differ in one value, one attribute, or a whole group. */
export type Cause =
  /** A commit declares it, and the directory does not have it yet. */
  | { readonly kind: 'declared'; readonly commit: Commit }
  /** A commit took it out of the manifests, and the directory still has it. */
  | { readonly kind: 'removed'; readonly commit: Commit }
  /** The working tree says so, and no commit does. */
  | { readonly kind: 'uncommitted' }
  | Drift
  /** The directory has it in another spelling, which is to be changed. */
  | { readonly kind: 'spelling' }
  /** It follows from other groups or from the day, not from a line of the manifest itself. */
  | { readonly kind: 'composed' }
  | Queried
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/**
 * It follows from a query of the settings: the query answers it (`in`), does not answer it (`out`), or is not named by the
 * manifest any more (`gone`).
 */
export interface Queried {
  readonly kind: 'queried';
  readonly query: string;
  readonly way: 'in' | 'out' | 'gone';
}

/** A difference that no commit made: somebody changed the directory. */
export interface Drift {
  readonly kind: 'drift';
  readonly way: DriftWay;
  /** The commit that declared what vanished or was changed, or took out what returned; undefined when it is not known. */
  readonly commit: Commit | undefined;
}

/**
 * What happened behind git's back.
 * - `undeclared`: it is in the directory, and no manifest ever declared it;
 * - `vanished`: it was declared and applied, and is gone from the directory;
 * - `returned`: it was not declared when the manifests were last applied, and it is in the directory again;
 * - `changed`: it was declared and applied, and the directory has something else now.
 */
export type DriftWay = 'undeclared' | 'vanished' | 'returned' | 'changed';

/**
 * Why a cause is not known: the history of this clone begins too late (`shallow`), lacks contents (`partial`), or holds
 * a version of the manifest that could not be read (`unreadable`).
 */
export type UnknownReason = 'shallow' | 'partial' | 'unreadable';

/** Who changed an entry last, as the server tells. That may be somebody else than who made the difference. */
export interface LastChange {
  /** The DN of modifiersName; undefined when the server does not show it. */
  readonly by: string | undefined;
  /** modifyTimestamp in ISO 8601; undefined when the server does not show it. */
  readonly at: string | undefined;
}

/** The causes of all that one step changes; lists are in the order of those of its change. */
export interface StepCauses {
  /**
   * Why a group is created, deleted or renamed; undefined for one that stays as it is called. Only the values of a renamed
   * one have causes of their own.
   */
  readonly group: Cause | undefined;
  readonly members: ValueCauses;
  readonly aliases: ValueCauses;
  readonly attributes: readonly Cause[];
  /** Undefined when nothing of the step is drift, or the server does not tell. */
  readonly lastChange: LastChange | undefined;
}

/** The causes of values that are to be put in and taken out. */
export interface ValueCauses {
  readonly add: readonly Cause[];
  readonly remove: readonly Cause[];
}

/** Every cause of a step, in the order in which reports show what it changes. */
export function allCauses({ group, members, aliases, attributes }: StepCauses): readonly Cause[] {
  return [
    ...(group === undefined ? [] : [group]),
    ...[...members.add, ...members.remove, ...aliases.add, ...aliases.remove],
    ...attributes,
  ];
}

/** The commits that some causes name, each once; a merge with all who wrote what it brought to the groups among them. */
export function causingCommits(causes: readonly Cause[]): readonly Commit[] {
  const found = new Map<string, Commit>();
  for (const cause of causes) {
    if (!('commit' in cause) || cause.commit === undefined) continue;
    const { hash, writers } = cause.commit;
    const known = found.get(hash)?.writers ?? [];
    const others = writers.filter(({ name, email }) => !known.some((one) => one.name === name && one.email === email));
    found.set(hash, { ...cause.commit, writers: [...known, ...others] });
  }
  return [...found.values()];
}
