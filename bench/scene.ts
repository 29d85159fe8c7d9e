import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Slapd, startSlapd } from '../test/kit/slapd.ts';
import {
  type BenchGroup,
  groupsLdif,
  makeGroups,
  type Size,
  withNewcomer,
  withOnePercentChanged,
  writeManifests,
} from './dataset.ts';
import type { Contender } from './measure.ts';

/** Manifests in a folder and a server that agrees with them. */
export interface Scene {
  readonly size: Size;
  readonly folder: string;
  readonly slapd: Slapd;
  readonly groups: readonly BenchGroup[];
  /** How long the server took to load and start, in seconds. */
  readonly loadSeconds: number;
  /** Points rollcall.yaml at a port on loopback. */
  readonly connectTo: (port: number) => Promise<void>;
}

const CLI = resolve(import.meta.dirname, '../dist/cli.js');

/**
 * Writes manifests (`groups`: agree with the server; `groups-changed`: one per cent differs; `groups-plus`: one member
 * more in each) and loads a server with the same groups.
 */
export async function makeScene(size: Size, folder: string, auditlog: boolean): Promise<Scene> {
  const groups = makeGroups(size);
  await mkdir(folder, { recursive: true });
  await writeManifests(join(folder, 'groups'), groups);
  await writeManifests(join(folder, 'groups-changed'), withOnePercentChanged(groups));
  await writeManifests(join(folder, 'groups-plus'), withNewcomer(groups));
  const start = performance.now();
  const slapd = await startSlapd({
    ldif: groupsLdif(groups, 'ou=Groups,ou=Mail,dc=example,dc=net'),
    auditlog,
    tls: 'none',
  });
  const loadSeconds = (performance.now() - start) / 1000;
  const connectTo = (port: number): Promise<void> => writeFile(join(folder, 'rollcall.yaml'), settings(slapd, port));
  await connectTo(slapd.port);
  return { size, folder, slapd, groups, loadSeconds, connectTo };
}

/** Reading and loading the manifests with js-yaml alone. */
export function yamlLoad({ folder }: Scene): Contender {
  const script = resolve(import.meta.dirname, 'load-yaml.mjs');
  return { name: 'js-yaml load, same files', ...node(folder), args: [script, join(folder, 'groups')], exit: 0 };
}

/** Reading the same entries with OpenLDAP's own client. */
export function ldapSearch({ slapd, folder }: Scene, paging: 'paged' | 'unpaged'): Contender {
  const controls = paging === 'paged' ? ['-E', 'pr=500/noprompt'] : [];
  const query = ['-b', slapd.groupsBase, '(objectClass=PostfixBookMailAccount)', '*', '+'];
  const args = [...simpleBind(slapd, slapd.port), '-LLL', ...controls, ...query];
  return { name: `ldapsearch, ${paging}`, file: slapd.openLdap.ldapsearch, args, ...outside(slapd, folder) };
}

/** Applying change records with OpenLDAP's own client. */
export function ldapModify({ slapd, folder }: Scene, port: number, ldifFile: string): Contender {
  const args = [...simpleBind(slapd, port), '-f', ldifFile];
  return { name: 'ldapmodify, same LDIF', file: slapd.openLdap.ldapmodify, args, ...outside(slapd, folder) };
}

/** A Rollcall command with the manifests in `manifests`. */
export function rollcall(
  { folder }: Scene,
  name: string,
  command: string,
  manifests: string,
  flags: readonly string[],
  exit: number,
): Contender {
  const args = [CLI, command, '--config', 'rollcall.yaml', '--groups', manifests, ...flags];
  const before = (): Promise<void> => rm(join(folder, '.rollcall'), { recursive: true, force: true });
  return { name, ...node(folder), args, exit, before };
}

/** The command line's start, against Node's own. */
export function starts({ folder }: Scene): readonly Contender[] {
  const run = (name: string, args: readonly string[]): Contender => ({ name, ...node(folder), args, exit: 0 });
  return [run('node -e 0', ['-e', '0']), run('rollcall --version', [CLI, '--version'])];
}

/** How many values of the newcomer the server holds, to prove that a run did its work. */
export async function countNewcomers({ slapd }: Scene, newcomer: string): Promise<number> {
  const found = await slapd.ldapsearch(['-b', slapd.groupsBase, `(mailGroupMember=${newcomer})`, '1.1']);
  return found.stdout.match(/^dn:/gm)?.length ?? 0;
}

type Node = Pick<Contender, 'file' | 'env' | 'cwd'>;

function node(cwd: string): Node {
  return { file: process.execPath, env: { PATH: process.env['PATH'] ?? '', CI: 'true' }, cwd };
}

function outside({ openLdap }: Slapd, cwd: string): Pick<Contender, 'env' | 'cwd' | 'exit'> {
  return { env: openLdap.env, cwd, exit: 0 };
}

function simpleBind({ accounts }: Slapd, port: number): readonly string[] {
  const { dn, passwordFile } = accounts.rollcall;
  return ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', dn, '-y', passwordFile];
}

function settings({ groupsBase, accounts }: Slapd, port: number): string {
  return [
    'directory:',
    `  url: ldap://127.0.0.1:${port}`,
    `  base: ${groupsBase}`,
    '  filter: (objectClass=PostfixBookMailAccount)',
    '  bind:',
    `    dn: ${accounts.rollcall.dn}`,
    `    passwordFile: ${accounts.rollcall.passwordFile}`,
    'mail:',
    '  expansionLimit: 1000000', // the large group has more than Postfix expands unless told
    '',
  ].join('\n');
}
