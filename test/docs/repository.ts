import { execFileSync } from 'node:child_process';
import { manifest } from '../kit/texts.ts';
import { makeWorkspace } from '../kit/workspace.ts';
import { type Place, runner } from './console.ts';

/** A repository with a branch on which somebody left a group, and with somebody else who is not committed yet. */
export async function openRepository(): Promise<Place> {
  const [ann, bob] = ['ann@example.net', 'bob@example.net'];
  const workspace = makeWorkspace({ 'rollcall.yaml': '{}\n' }, []);
  const { folder, write } = workspace;
  const git = (words: readonly string[], variables: Readonly<Record<string, string>> = {}): void => {
    const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...variables };
    execFileSync('git', ['-C', folder, ...words], { env, stdio: 'pipe' });
  };
  const commit = (name: string, day: string, subject: string): void => {
    const person = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: ann, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: ann };
    git(['add', 'groups', 'rollcall.yaml']);
    git(['commit', '-qm', subject], { ...person, GIT_AUTHOR_DATE: `${day}T09:00:00Z` });
  };
  git(['init', '-q', '-b', 'main']);
  write('groups/hq.yaml', manifest('hq@example.net', [ann, bob]));
  write('groups/ops.yaml', manifest('ops@example.net', [ann, bob]));
  commit('Ann Example', '2026-01-05', 'Start');
  git(['checkout', '-q', '-b', 'feature']);
  write('groups/ops.yaml', manifest('ops@example.net', [ann]));
  commit('Carl Example', '2026-03-02', 'Bob works elsewhere now (#7)');
  const contractor = '  - address: contractor@partner.example\n    reason: Migration, ticket 12\n';
  write('groups/ops.yaml', manifest('ops@example.net', [ann]) + contractor);
  return { run: runner(workspace, [], []), write, end: async () => workspace.end() };
}
