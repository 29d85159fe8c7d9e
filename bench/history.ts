import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BenchGroup, makeGroups } from './dataset.ts';
import type { Contender } from './measure.ts';

/** How large a generated repository is. */
export interface HistorySize {
  readonly groups: number;
  readonly members: number;
  readonly commits: number;
  /** Groups that the branch of the pull request changes. */
  readonly changed: number;
}

const CLI = resolve(import.meta.dirname, '../dist/cli.js');

/**
 * Makes a repository in which each commit adds one member to a group or takes one out, or moves a file; and a branch, checked
 * out, that changes some groups as a pull request does. The same size gives the same commits.
 */
export function makeHistory(folder: string, size: HistorySize): void {
  mkdirSync(folder, { recursive: true });
  const git = (words: readonly string[], input?: string): void => {
    const stdio = [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit'] as const;
    execFileSync('git', ['-C', folder, ...words], { stdio: [...stdio], ...(input === undefined ? {} : { input }) });
  };
  git(['init', '-q', '-b', 'main']);
  git(['fast-import', '--quiet'], fastImport(size));
  git(['repack', '-adq']);
  git(['checkout', '-q', 'feature']);
  writeFileSync(join(folder, 'rollcall.yaml'), '{}\n');
}

/** The programs of the table: what git itself takes to tell the raw changes, then ours. */
export function historyContenders(folder: string, { changed }: HistorySize): readonly Contender[] {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CI: 'true' };
  const ours = (name: string, ...args: readonly string[]): Contender => {
    return { name, file: process.execPath, args: [CLI, ...args], env, cwd: folder, exit: 0 };
  };
  const log = ['log', '--first-parent', '--raw', '--format=%H', 'feature', '--', 'groups'];
  const [group] = makeGroups({ groups: 1, members: 1, large: 0 });
  return [
    { name: 'git log --raw', file: 'git', args: ['--no-pager', ...log], env, cwd: folder, exit: 0 },
    ours(`diff of ${changed} groups, to the working tree`, 'diff'),
    ours('the same, to a commit', 'diff', 'main', 'feature'),
    ours('log of one group', 'log', group?.address ?? ''),
  ];
}

function fastImport({ groups: number, members, commits, changed }: HistorySize): string {
  const groups = makeGroups({ groups: number, members, large: 0 }).map((group) => ({ ...group, version: 0 }));
  const lines: string[] = [];
  const commit = (branch: string, subject: string, files: readonly string[], from: string | undefined): void => {
    const time = 1_700_000_000 + lines.length;
    const author = `Ann Example <ann@example.net> ${time} +0000`;
    lines.push(`commit refs/heads/${branch}`, `author ${author}`, `committer ${author}`, data(subject));
    if (from !== undefined) lines.push(`from refs/heads/${from}`);
    lines.push(...files);
  };
  commit('main', 'Adopt every group', groups.map(put), undefined);
  for (let n = 1; n < commits; n += 1) {
    const at = (n * 7) % groups.length;
    const old = groups[at];
    if (old === undefined) continue;
    const group = { ...old, members: nextMembers(old, n), version: old.version + (n % 50 === 0 ? 1 : 0) };
    groups[at] = group;
    const moved = group.version === old.version ? [] : [`D ${pathOf(old)}`];
    commit('main', `Change ${group.address} (#${n})`, [...moved, put(group)], undefined);
  }
  const branch = groups.slice(0, changed).map((group) => put({ ...group, members: nextMembers(group, commits) }));
  commit('feature', 'What the pull request changes', branch, 'main');
  return `${lines.join('\n')}\n`;
}

function nextMembers({ members }: BenchGroup, n: number): readonly string[] {
  return n % 3 === 0 ? members.slice(1) : [...members, `joiner${n}@example.net`];
}

interface Versioned extends BenchGroup {
  /** How often the file was moved. */
  readonly version: number;
}

function put(group: Versioned): string {
  const list = group.members.map((member) => `  - ${member}\n`).join('');
  return `M 100644 inline ${pathOf(group)}\n${data(`address: ${group.address}\nmembers:${list === '' ? ' []' : `\n${list}`}`)}`;
}

function pathOf({ address, version }: Versioned): string {
  return `groups/${version === 0 ? '' : `moved-${version}/`}${address.split('@')[0]}.yaml`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
