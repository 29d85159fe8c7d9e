import { existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import type { Variables } from './git.ts';

/** Where git can be asked about a folder that may be missing. */
export interface RepositoryPlace {
  /** The folder, or the closest one above it that is there; without links. */
  readonly start: string;
  /** What is missing of the path; empty when the folder is there. */
  readonly rest: string;
}

/**
 * The place of a folder in the repository around it; undefined when no folder from there upwards has a `.git`. Those that
 * GIT_CEILING_DIRECTORIES names are not looked into.
 */
export function repositoryAround(folder: string, variables: Variables): RepositoryPlace | undefined {
  const existing = existingFolder(folder);
  const start = realpathSync(existing);
  const ceilings = (variables['GIT_CEILING_DIRECTORIES'] ?? '').split(delimiter).filter((path) => path !== '');
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return { start, rest: relative(existing, folder) };
    if (at === dirname(at) || ceilings.includes(dirname(at))) return undefined;
  }
}

function existingFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  return path === dirname(path) ? path : existingFolder(dirname(path));
}
