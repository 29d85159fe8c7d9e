import {
  allCauses,
  type Cause,
  type Drift,
  type LastChange,
  type Queried,
  type StepCauses,
  type UnknownReason,
} from '../model/cause.ts';
import type { Commit } from '../model/history.ts';

/** Pieces of a sentence: our own words, and data that each format encodes in its own way. */
export type Words = readonly (string | { readonly data: string })[];

/** Why one thing differs, in words that stand alone: `declared by 3f2a1bc, Ann, 2026-11-20: Add Dora (#12)`. */
export function causeWords(cause: Cause): Words {
  switch (cause.kind) {
    case 'declared':
      return ['declared by ', ...commitWords(cause.commit)];
    case 'removed':
      return ['removed by ', ...commitWords(cause.commit)];
    case 'uncommitted':
      return ['changed here, not committed'];
    case 'drift':
      return driftWords(cause);
    case 'spelling':
      return ['another spelling'];
    case 'composed':
      return ['follows from other groups or from the day'];
    case 'queried':
      return queriedWords(cause);
    case 'unknown':
      return [`cause not known: ${unknownWords[cause.reason]}`];
  }
}

function queriedWords({ query, way }: Queried): Words {
  switch (way) {
    case 'in':
      return ['follows from the query ', { data: query }];
    case 'out':
      return ['not in the answer of the query ', { data: query }];
    case 'gone':
      return ['the manifest does not name the query ', { data: query }, ' any more'];
  }
}

function driftWords({ way, commit }: Drift): Words {
  const by = commit === undefined ? [] : [' by ', ...commitWords(commit)];
  switch (way) {
    case 'undeclared':
      return ['drift: never declared here'];
    case 'vanished':
      return ['drift: gone from the directory after it was applied', ...(by.length > 0 ? ['; declared', ...by] : [])];
    case 'returned':
      return ['drift: put into the directory after the last apply', ...(by.length > 0 ? ['; removed', ...by] : [])];
    case 'changed':
      return ['drift: changed in the directory', ...(by.length > 0 ? ['; declared', ...by] : [])];
  }
}

const unknownWords: Readonly<Record<UnknownReason, string>> = {
  shallow: 'older than this shallow clone',
  partial: 'its history is not all in this clone',
  unreadable: 'an old version of the manifest is not valid',
};

/** A commit in a few words: hash, author, day, and the subject, or the title of its pull request. */
export function commitWords(commit: Commit): Words {
  const { hash, date, subject, title, pullRequest } = commit;
  const text = title === undefined ? subject : `${title} (#${pullRequest ?? '?'})`;
  const day = { data: date.slice(0, 10) };
  return [{ data: hash.slice(0, 7) }, ', ', ...writerWords(commit), ', ', day, ': ', { data: text }];
}

/** Who wrote a commit; of a merge, who wrote what it brought, as far as that is known, and who merged it. */
export function writerWords({ author, writers }: Commit): Words {
  const [first, ...others] = writers;
  const isOwn = others.length === 0 && first?.name === author;
  if (first === undefined || isOwn) return [{ data: author }];
  const further = others.length === 0 ? [] : [` and ${others.length} more`];
  return [{ data: first.name }, ...further, ', merged by ', { data: author }];
}

/** Who changed an entry last; that may be about something else in it. */
export function lastChangeWords({ by, at }: LastChange): Words {
  const who: Words = by === undefined ? [] : [' by ', { data: by }];
  const when: Words = at === undefined ? [] : [' on ', { data: at }];
  return ['the entry was last changed', ...who, ...when];
}

/** Why a group changes; the lists are in the order of those of the change, and empty when all of it has one cause. */
export interface ChangeWords {
  readonly shared: Words | undefined;
  readonly lastChange: Words | undefined;
  /** Why the group is called otherwise; undefined when it is not, or all has one cause. */
  readonly rename: Words | undefined;
  readonly joins: readonly Words[];
  readonly leaves: readonly Words[];
  readonly newAliases: readonly Words[];
  readonly goneAliases: readonly Words[];
  readonly attributes: readonly Words[];
}

/** The causes of a step in words. */
export function changeWords(causes: StepCauses): ChangeWords {
  const { members, aliases, attributes, lastChange } = causes;
  const shared = sharedWords(causes);
  const each = (list: readonly Cause[]): readonly Words[] => (shared === undefined ? list.map(causeWords) : []);
  return {
    shared,
    lastChange: lastChange && lastChangeWords(lastChange),
    rename: each(causes.group === undefined ? [] : [causes.group])[0],
    joins: each(members.add),
    leaves: each(members.remove),
    newAliases: each(aliases.add),
    goneAliases: each(aliases.remove),
    attributes: each(attributes),
  };
}

/** The cause that all differences of a step have; undefined when they have several, or there is one difference. */
function sharedWords(causes: StepCauses): Words | undefined {
  const all = allCauses(causes);
  if (causes.group !== undefined && all.length === 1) return causeWords(causes.group);
  const [first] = all;
  if (first === undefined || all.length < 2) return undefined;
  if (all.every((cause) => isSame(cause, first))) return causeWords(first);
  const commit = byCommit(first);
  const isOne = commit !== undefined && all.every((cause) => byCommit(cause)?.hash === commit.hash);
  return isOne ? ['changed by ', ...commitWords(commit)] : undefined;
}

function byCommit(cause: Cause): Commit | undefined {
  return cause.kind === 'declared' || cause.kind === 'removed' ? cause.commit : undefined;
}

function isSame(a: Cause, b: Cause): boolean {
  const key = (cause: Cause): string => {
    const commit = 'commit' in cause ? (cause.commit?.hash ?? '') : '';
    return [
      cause.kind,
      commit,
      'query' in cause ? cause.query : '',
      'way' in cause ? cause.way : '',
      'reason' in cause ? cause.reason : '',
    ].join(' ');
  };
  return key(a) === key(b);
}
