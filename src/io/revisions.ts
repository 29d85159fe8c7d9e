import { Failure } from '../model/failure.ts';
import { ask } from './git.ts';
import { type GitPlace, gitFailure, outputOf } from './git-place.ts';

/** Where the default branch is looked for, the surest place first. Branches are always commits. */
const defaultBranches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

const wholeHistory = 'Fetch the whole history: fetch-depth: 0 for actions/checkout, else git fetch --unshallow.';

/** The hash of a commit, by any name that git knows. A name that git does not know is a Failure. */
export async function resolveCommit(place: GitPlace, name: string): Promise<string> {
  const hash = await lookUp(place, name);
  if (hash !== undefined) return hash;
  if (place.isShallow) {
    throw new Failure('input', `there is no commit ${name} in this shallow clone`, wholeHistory);
  }
  const hint = name === 'HEAD' ? 'Make a first commit.' : 'Name a branch, a tag or a hash; git fetch gets new ones.';
  throw new Failure('input', `there is no commit ${name}`, hint);
}

/** The commit at which the line of a commit left the default branch; for one on the default branch, itself. */
export async function mergeBase(place: GitPlace, commit: string): Promise<string> {
  const tip = await defaultBranch(place);
  if (tip === undefined) {
    const hint = place.isShallow ? wholeHistory : 'Name what to compare with: rollcall diff BASE.';
    throw new Failure('input', 'there is no default branch here: neither origin/HEAD, nor a main or master', hint);
  }
  const base = (await outputOf(place, ['merge-base', tip, commit])).trim();
  if (base !== '') return base;
  if (place.isShallow) {
    const message = 'this shallow clone does not reach back to where the branch began';
    throw new Failure('input', message, wholeHistory);
  }
  const hint = 'Name what to compare with: rollcall diff BASE.';
  throw new Failure('input', 'this branch has no commit in common with the default branch', hint);
}

/** Whether contents are left where the clone came from. */
export async function isPartial({ top, variables }: GitPlace): Promise<boolean> {
  const pattern = '^(extensions\\.partialclone|remote\\..*\\.promisor)$';
  const answer = await ask(top, variables, ['config', '--get-regexp', pattern]);
  return answer.kind === 'answer' && answer.text.trim() !== '';
}

async function defaultBranch(place: GitPlace): Promise<string | undefined> {
  const answer = await outputOf(place, ['for-each-ref', '--format=%(refname) %(objectname)', ...defaultBranches]);
  const found = new Map(answer.split('\n').map((line) => [line.split(' ')[0], line.split(' ')[1]]));
  return defaultBranches.map((name) => found.get(name)).find((hash) => hash !== undefined);
}

/**
 * The commit of a name; undefined when there is none here. The name comes after `--end-of-options`, so that none is ever an
 * option.
 */
export async function lookUp(place: GitPlace, name: string): Promise<string | undefined> {
  const command = ['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`];
  const answer = await ask(place.top, place.variables, command);
  if (answer.kind === 'missing') throw gitFailure(answer, place.top);
  const hash = answer.kind === 'answer' ? answer.text.trim() : '';
  return /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}
