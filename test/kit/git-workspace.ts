import { execFileSync } from 'node:child_process';
import type { Workspace } from './workspace.ts';

/** Runs git in a workspace, with nothing of the user's own settings. */
export function gitIn({ folder }: Pick<Workspace, 'folder'>, ...words: readonly string[]): string {
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.net', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', folder, ...identity, ...words], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** Commits settings and manifests as they are, and gives the hash. */
export function commitAll(workspace: Pick<Workspace, 'folder'>, subject: string): string {
  gitIn(workspace, 'add', '--all', 'groups', 'rollcall.yaml');
  gitIn(workspace, 'commit', '-qm', subject);
  return gitIn(workspace, 'rev-parse', 'HEAD');
}
