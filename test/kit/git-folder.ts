import { execFileSync } from 'node:child_process';

/** Git in one folder, without the user's own settings. The same work gives the same hashes. */
export interface GitFolder {
  readonly git: (...words: readonly string[]) => string;
  /** Adds all of `groups/`, and what was taken away, and commits it as Ann. */
  readonly commit: (subject: string, author?: string) => void;
  /** The first digits of a commit's hash, as reports show it. */
  readonly short: (name: string) => string;
}

/** Makes a repository of a folder. */
export function gitFolder(folder: string): GitFolder {
  let day = 0;
  const run = (words: readonly string[], further: Readonly<Record<string, string>> = {}): string => {
    const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...further };
    const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.net'];
    return execFileSync('git', ['-C', folder, ...identity, ...words], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  run(['init', '-q', '-b', 'main']);
  return {
    git: (...words) => run(words),
    commit: (subject, author = 'Ann <ann@example.net>') => {
      day += 1;
      const date = new Date(Date.UTC(2026, 10, day, 12)).toISOString();
      run(['add', '--all', 'groups']);
      run(['commit', '-q', '--allow-empty', '-m', subject, `--author=${author}`], {
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      });
    },
    short: (name) => run(['rev-parse', name]).slice(0, 7),
  };
}
