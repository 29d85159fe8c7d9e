import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServerStage, type ServerStage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';

/** A repository of groups with a remote, beside a real server that holds another member than it declares. */
export interface RunningScene {
  readonly stage: ServerStage;
  /** The bare repository that the workspace follows. */
  readonly remote: string;
  /** A file with the bind password, which its owner alone can read. */
  readonly passwordFile: string;
  /** Lets a colleague change the members of ops@example.net in the remote. */
  readonly merge: (members: readonly string[]) => void;
  readonly git: (...words: readonly string[]) => string;
  /** The members of ops@example.net on the server. */
  readonly members: () => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
}

const address = 'ops@example.net';

/** Sets the scene: one group, adopted, committed and pushed. */
export async function openRunningScene(): Promise<RunningScene> {
  const stage = await openServerStage({
    entries: [groupLdif(address, ['ann@example.net', 'bob@example.net'])],
    manifests: { 'ops.yaml': manifest(address, ['ann@example.net', 'bob@example.net']) },
  });
  const outside = mkdtempSync(join(tmpdir(), 'rollcall-remote-'));
  const [remote, colleague, passwordFile] = ['remote.git', 'colleague', 'ldap'].map((name) => join(outside, name));
  if (remote === undefined || colleague === undefined || passwordFile === undefined) throw new Error('unreachable');
  writeFileSync(passwordFile, stage.slapd.accounts.rollcall.password);
  chmodSync(passwordFile, 0o400);
  const { folder } = stage.workspace;
  const git = (...words: readonly string[]): string => gitIn(folder, words);
  gitIn(outside, ['init', '-q', '--bare', '-b', 'main', remote]);
  git('init', '-q', '-b', 'main');
  git('add', 'groups', 'rollcall.yaml');
  git('commit', '-qm', 'Adopt the directory');
  git('remote', 'add', 'origin', remote);
  git('push', '-q', '-u', 'origin', 'main');
  gitIn(outside, ['clone', '-q', remote, colleague]);
  return {
    ...{ stage, remote, passwordFile, git },
    merge: (members) => {
      writeFileSync(join(colleague, 'groups/ops.yaml'), manifest(address, members));
      gitIn(colleague, ['commit', '-qam', 'Other members (#7)']);
      gitIn(colleague, ['push', '-q']);
    },
    members: async () => {
      const tree = Object.values(await stage.tree());
      return tree.find(({ mail }) => mail?.includes(address))?.['mailGroupMember'] ?? [];
    },
    end: async () => {
      rmSync(outside, { recursive: true, force: true });
      await stage.end();
    },
  };
}

function gitIn(folder: string, words: readonly string[]): string {
  const person = { NAME: 'Ann Example', EMAIL: 'ann@example.net' };
  const people = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...Object.fromEntries(people) };
  return execFileSync('git', ['-C', folder, ...words], { env, encoding: 'utf8', stdio: 'pipe' });
}
