import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { top } from './workflow-files.ts';

/** A comment on a pull request or an issue. */
export interface ForgeComment {
  readonly id: number;
  readonly issue: number;
  readonly body: string;
  readonly user: { readonly login: string; readonly type: string };
}

/** An issue. */
export interface ForgeIssue {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** What the stub of `gh` keeps. */
export interface ForgeState {
  readonly last: number;
  readonly comments: readonly ForgeComment[];
  readonly issues: readonly ForgeIssue[];
  readonly labels: readonly string[];
  readonly requests: readonly string[];
}

/** A forge on this machine: a bare repository, a clone to work in, and what `gh` knows. */
export interface Forge {
  readonly root: string;
  readonly bare: string;
  readonly stateFile: string;
  /** A folder with the programs `gh`, `npm` and `node` for a PATH. */
  readonly programs: string;
  /** The tool beside the repository, for workflows that call it by the name `o/rollcall` and a commit. */
  readonly tool: string;
  readonly git: (...words: readonly string[]) => string;
  /** Writes files into the clone (null takes one away), commits them on a branch and pushes it. */
  readonly push: (branch: string, files: Readonly<Record<string, string | null>>, subject: string) => string;
  /** The merge of a branch into main, as the forge makes it for a pull request; its hash. */
  readonly mergeOf: (branch: string) => string;
  readonly merge: (branch: string) => string;
  readonly state: () => ForgeState;
  readonly seed: (state: Partial<ForgeState>) => void;
  readonly end: () => void;
}

/** Where the tool is: in the repository of the groups, as here, or in one of its own. */
export type ToolPlace = 'inside' | 'outside';

/** Makes a forge whose main holds the files of a story, and the tool of this working tree where it is wanted. */
export function openForge(files: Readonly<Record<string, string>>, place: ToolPlace): Forge {
  const root = mkdtempSync(join(tmpdir(), 'forge-'));
  const [bare, clone, stateFile, programs, tool] = ['remote.git', 'clone', 'state.json', 'bin', 'tool'].map((name) =>
    join(root, name),
  );
  if (!bare || !clone || !stateFile || !programs || !tool) throw new Error('unreachable');
  const empty: ForgeState = { last: 100, comments: [], issues: [], labels: [], requests: [] };
  writeFileSync(stateFile, JSON.stringify(empty));
  makePrograms(programs);
  // The same merge made again is the same commit.
  const dates = { GIT_AUTHOR_DATE: '2026-03-01T12:00:00Z', GIT_COMMITTER_DATE: '2026-03-01T12:00:00Z' };
  const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C.UTF-8', ...dates };
  const identity = ['-c', 'user.name=Ann Example', '-c', 'user.email=ann@example.net', '-c', 'commit.gpgsign=false'];
  const git: Forge['git'] = (...words) =>
    execFileSync('git', ['-C', clone, ...identity, ...words], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', bare], { env });
  execFileSync('git', ['-C', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true'], { env });
  execFileSync('git', ['clone', '-q', bare, clone], { env, stdio: 'pipe' });
  for (const path of ['src', '.github', 'action.yml', 'package.json', 'package-lock.json', '.gitignore']) {
    cpSync(join(top, path), join(place === 'inside' ? clone : tool, path), { recursive: true });
  }
  const write = (path: string, text: string | null): void => {
    rmSync(join(clone, path), { force: true, recursive: true });
    if (text === null) return;
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  const commit = (changes: Readonly<Record<string, string | null>>, subject: string): void => {
    for (const [path, text] of Object.entries(changes)) write(path, text);
    git('add', '--all');
    git('commit', '-qm', subject);
  };
  git('checkout', '-q', '-B', 'main');
  commit(files, 'The groups as they are');
  git('push', '-q', 'origin', 'main');
  const mergeOf = (branch: string): string => {
    git('checkout', '-q', '--detach', 'origin/main');
    git('merge', '-q', '--no-ff', '-m', `Merge ${branch} into main`, `origin/${branch}`);
    return git('rev-parse', 'HEAD');
  };
  return {
    ...{ root, bare, stateFile, programs, tool, git },
    push: (branch, changes, subject) => {
      const known = git('branch', '-r', '--list', `origin/${branch}`) !== '';
      git('checkout', '-q', '-B', branch, known ? `origin/${branch}` : 'origin/main');
      commit(changes, subject);
      git('push', '-q', 'origin', branch);
      return git('rev-parse', 'HEAD');
    },
    mergeOf: (branch) => {
      const hash = mergeOf(branch);
      git('push', '-qf', 'origin', `${hash}:refs/pull/1/merge`);
      return hash;
    },
    merge: (branch) => {
      const hash = mergeOf(branch);
      git('push', '-q', 'origin', `${hash}:refs/heads/main`);
      return hash;
    },
    state: () => JSON.parse(readFileSync(stateFile, 'utf8')),
    seed: (state) => writeFileSync(stateFile, JSON.stringify({ ...empty, ...state })),
    end: () => rmSync(root, { recursive: true, force: true }),
  };
}

/**
 * `gh` is a stub. `npm` puts the packages of this working tree in place, and refuses to see the password. `node` runs
 * TypeScript as it is: from version 22.18 on by itself, before that with tsx in its place.
 */
function makePrograms(folder: string): void {
  const program = (name: string, lines: readonly string[]): void => {
    writeFileSync(join(folder, name), ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(join(folder, name), 0o755);
  };
  mkdirSync(folder);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const strips = major > 22 || (major === 22 && minor >= 18);
  const tsx = strips ? '' : ` --import 'file://${join(top, 'node_modules/tsx/dist/esm/index.mjs')}'`;
  program('node', [`exec '${process.execPath}'${tsx} "$@"`]);
  program('gh', [`exec '${process.execPath}' '${join(top, 'test/workflows/gh-stub.mjs')}' "$@"`]);
  program('npm', [
    'test "$*" = "ci --ignore-scripts --omit=dev --no-audit --no-fund" || { echo "npm $*" >&2; exit 1; }',
    'test -z "$ROLLCALL_BIND_PASSWORD" || { echo "npm sees the password" >&2; exit 1; }',
    `ln -s '${join(top, 'node_modules')}' node_modules`,
  ]);
}
