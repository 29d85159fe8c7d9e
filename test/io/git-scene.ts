import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const identity = { name: 'Ann', email: 'ann@example.net' };
const config = ['-c', `user.name=${identity.name}`, '-c', `user.email=${identity.email}`, '-c', 'commit.gpgsign=false'];

/** A temporary folder with git in it, and nothing of the user's own settings. */
export interface GitScene {
  readonly root: string;
  /** Runs git in the folder, or in one below it. */
  readonly git: (words: readonly string[], below?: string) => string;
  readonly put: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  /** Adds everything and commits it. */
  readonly commit: () => void;
  readonly end: () => void;
}

/** Makes the folder with an empty repository. */
export function gitScene(): GitScene {
  const root = mkdtempSync(join(tmpdir(), 'git-'));
  const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  const git: GitScene['git'] = (words, below = '') =>
    execFileSync('git', ['-C', join(root, below), ...config, '-c', 'protocol.file.allow=always', ...words], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  git(['init', '-q', '-b', 'main']);
  return {
    root,
    git,
    put: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    commit: () => {
      git(['add', '--all']);
      git(['commit', '-qm', 'a commit']);
    },
    end: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Makes a repository's own configuration run a script at every occasion that git offers; the script leaves a mark. */
export function setTraps(scene: GitScene): { readonly sprung: () => boolean } {
  const mark = join(scene.root, '.git/ran');
  const script = join(scene.root, '.git/evil.sh');
  writeFileSync(script, `#!/bin/sh\ntouch '${mark}'\nexit 1\n`);
  chmodSync(script, 0o755);
  for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction', 'post-checkout']) {
    writeFileSync(join(scene.root, '.git/hooks', hook), `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
  }
  for (const [name, value] of Object.entries(trapSettings(script))) scene.git(['config', name, value]);
  writeFileSync(join(scene.root, '.git/info/attributes'), '* filter=evil diff=evil merge=evil\n');
  rmSync(mark, { force: true });
  return { sprung: () => existsSync(mark) };
}

function trapSettings(script: string): Readonly<Record<string, string>> {
  return {
    'core.fsmonitor': script,
    'core.pager': script,
    'core.editor': script,
    'core.sshCommand': script,
    'core.gitProxy': script,
    'core.askPass': script,
    'diff.external': script,
    'diff.evil.textconv': script,
    'diff.evil.command': script,
    'filter.evil.clean': script,
    'filter.evil.smudge': script,
    'filter.evil.process': script,
    'merge.evil.driver': script,
    'alias.rev-parse': `!${script}`,
    'alias.ls-tree': `!${script}`,
    'alias.ls-files': `!${script}`,
    'gpg.program': script,
    'credential.helper': script,
    'protocol.ext.allow': 'always',
    'remote.origin.url': `ext::${script}`,
    'remote.origin.promisor': 'true',
    'remote.origin.partialclonefilter': 'tree:0',
  };
}
