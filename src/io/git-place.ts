import { join, posix, relative, sep } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { ManifestFolder } from './checkout.ts';
import { repositoryAround } from './find-repository.ts';
import { ask, type GitRefusal, type Variables } from './git.ts';

/** The folder of the manifests in its repository. */
export interface GitPlace {
  readonly variables: Variables;
  /** The top of the working tree. */
  readonly top: string;
  /** The folder of the manifests from the top, with slashes; empty for the top itself. */
  readonly prefix: string;
  /** The same folder as messages show it. */
  readonly shown: string;
  /** Whether the clone lacks the older part of its history. */
  readonly isShallow: boolean;
}

/** Finds the repository around a folder, which may be missing itself. Outside of one this is a Failure. */
export async function findGitPlace(folder: ManifestFolder, variables: Variables): Promise<GitPlace> {
  const repository = repositoryAround(folder.path, variables);
  if (repository === undefined) {
    const hint = 'Run the command in a git repository: it compares what git has stored.';
    throw new Failure('input', `${folder.shown} is not in a git repository`, hint);
  }
  const command = ['rev-parse', '--is-shallow-repository', '--show-toplevel'];
  const answer = await ask(repository.start, variables, command);
  if (answer.kind !== 'answer') throw gitFailure(answer, repository.start);
  const [shallow, ...path] = answer.text.replace(/\n$/, '').split('\n'); // a path may have line ends in it
  const top = path.join('\n');
  const prefix = relative(top, join(repository.start, repository.rest)).split(sep).join('/');
  return { variables, top, prefix, shown: folder.shown, isShallow: shallow === 'true' };
}

/** A path from the top of the repository as messages show it. */
export function shownPath({ prefix, shown }: GitPlace, path: string): string {
  return join(shown, posix.relative(prefix, path));
}

/** The output of git, which must have one. */
export async function outputOf(
  { top, variables }: GitPlace,
  command: readonly string[],
  input?: string,
): Promise<string> {
  const answer = await ask(top, variables, command, input);
  if (answer.kind !== 'answer') throw gitFailure(answer, top);
  return answer.text;
}

/** Why git gave no answer, as a Failure. */
export function gitFailure(refusal: GitRefusal, folder: string): Failure {
  if (refusal.kind === 'missing') {
    return new Failure('input', 'there is no git on this machine', 'Install git, and have it on the PATH.');
  }
  const hint = /dubious ownership/.test(refusal.reason)
    ? `If you trust it: git config --global --add safe.directory '${folder}'`
    : 'Look with git status and git fsck, and repair the repository.';
  return new Failure('input', `git cannot read the repository: ${refusal.reason}`, hint);
}
