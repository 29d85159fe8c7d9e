import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BenchGroup, groupsLdif, makeGroups } from './dataset.ts';
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
 * out, that changes some groups as a pull request does. A snapshot of a directory is as the main branch declares, with some
 * members that no commit ever declared. The same size gives the same commits.
 */
export function makeHistory(folder: string, size: HistorySize): void {
  mkdirSync(folder, { recursive: true });
  const git = (words: readonly string[], input?: string): void => {
    const stdio = [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit'] as const;
    execFileSync('git', ['-C', folder, ...words], { stdio: [...stdio], ...(input === undefined ? {} : { input }) });
  };
  git(['init', '-q', '-b', 'main']);
  const { input, groups } = fastImport(size);
  git(['fast-import', '--quiet'], input);
  git(['repack', '-adq']);
  git(['checkout', '-q', 'feature']);
  const base = 'ou=Groups,ou=Mail,dc=example,dc=net';
  writeFileSync(join(folder, 'rollcall.yaml'), `directory: { url: snapshot.ldif, base: "${base}" }\n`);
  const root = `dn: ${base}\nobjectClass: organizationalUnit\nou: Groups\n\n`;
  writeFileSync(
    join(folder, 'snapshot.ldif'),
    root +
      groupsLdif(
        groups.map((group, n) => drifted(group, n, size)),
        base,
      ),
  );
}

/** Of the groups that the branch changes, every other one has a member in the directory that no commit ever declared. */
function drifted(group: BenchGroup, n: number, { changed }: HistorySize): BenchGroup {
  return n < changed && n % 2 === 0 ? { ...group, members: [...group.members, 'mallory@example.net'] } : group;
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
    ...causeContenders(folder),
  ];
}

/** A plan without causes and with them: what the difference costs is what git is asked for, and what is made of it. */
export function causeContenders(folder: string): readonly Contender[] {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, CI: 'true' };
  const common = { file: process.execPath, env, cwd: folder, exit: 0 };
  return [
    { ...common, name: 'plan --no-causes', args: [CLI, 'plan', '--no-causes'] },
    { ...common, name: 'plan with causes', args: [CLI, 'plan'] },
  ];
}

function fastImport({ groups: number, members, commits, changed }: HistorySize): Imported {
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
  return { input: `${lines.join('\n')}\n`, groups };
}

interface Imported {
  readonly input: string;
  /** What the main branch declares. */
  readonly groups: readonly BenchGroup[];
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
