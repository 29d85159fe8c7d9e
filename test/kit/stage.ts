import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseLdif } from '../../src/ldap/ldif.ts';
import type { Account, Accounts } from './accounts.ts';
import type { AuditRecord } from './audit-log.ts';
import { type Slapd, type SlapdOptions, startSlapd } from './slapd.ts';
import { groupsBase } from './texts.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

/** What a story starts with. */
export interface Scene {
  /** LDIF of the entries below the groups' base. */
  readonly entries?: readonly string[];
  /** Manifests by their path below `groups/`. */
  readonly manifests?: Readonly<Record<string, string>>;
  /** Further lines of rollcall.yaml, on its top level. */
  readonly settings?: readonly string[];
  /** The base to manage, when it is another one. */
  readonly base?: string;
}

/** A real server that differs from the usual one, or who binds to it. */
export interface ServerScene extends Scene {
  readonly slapd?: SlapdOptions;
  readonly who?: keyof Accounts;
  /** An access rule of slapd.conf that comes before all others. */
  readonly access?: string;
  /** Connects here instead of straight to the server. */
  readonly url?: (slapd: Slapd) => Promise<string>;
}

/** Entries by DN, each with its attributes and their sorted values; bytes that are not text appear as base64. */
export type Tree = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A directory with a workspace beside it. */
export interface Stage {
  readonly workspace: Workspace;
  /** The groups as they are now. */
  readonly tree: () => Promise<Tree>;
  /** The writes that a server carried out so far; undefined where nothing keeps count. */
  readonly writes: () => Promise<readonly AuditRecord[] | undefined>;
  readonly end: () => Promise<void>;
}

/** A stage with a real server. */
export interface ServerStage extends Stage {
  readonly slapd: Slapd;
  readonly writes: () => Promise<readonly AuditRecord[]>;
}

/** Where a story can play. */
export const stageKinds = ['slapd', 'ldif'] as const;

/** Sets a stage of one kind. */
export function openStage(kind: (typeof stageKinds)[number], scene: Scene): Promise<Stage> {
  return kind === 'slapd' ? openServerStage(scene) : openFileStage(scene);
}

/** Sets a stage with a server of its own. */
export async function openServerStage(scene: ServerScene): Promise<ServerStage> {
  const ldif = [scene.slapd?.ldif ?? '', ...(scene.entries ?? [])].join('\n');
  const slapd = await startSlapd({ tls: 'none', ...scene.slapd, ldif });
  if (scene.access !== undefined) await putFirst(slapd, scene.access);
  const account: Account = slapd.accounts[scene.who ?? 'rollcall'];
  const url = scene.url === undefined ? slapd.url : await scene.url(slapd);
  const bind = `  bind: { dn: "${account.dn}", passwordFile: ${account.passwordFile} }`;
  const secrets = Object.values<Account>({ ...slapd.accounts }).map(({ password }) => password);
  const workspace = makeWorkspace(startingFiles(scene, [`  url: ${url}`, bind]), secrets);
  const list = ['-b', 'ou=Mail,dc=example,dc=net', '(&(!(objectClass=organizationalUnit))(objectClass=*))'];
  return {
    workspace,
    slapd,
    tree: async () => treeOf((await slapd.ldapsearch(list)).stdout),
    writes: slapd.auditRecords,
    end: async () => {
      workspace.end();
      await slapd.stop();
    },
  };
}

/** The first rule that fits is the one that counts, so a further one must stand before the server's own. */
async function putFirst(slapd: Slapd, access: string): Promise<void> {
  const conf = join(slapd.folder, 'slapd.conf');
  writeFileSync(conf, readFileSync(conf, 'utf8').replace(/^access to/m, `${access}\n$&`));
  await slapd.restart();
}

/** Sets a stage whose directory is an LDIF file in the workspace, `directory.ldif`. */
export async function openFileStage(scene: Scene): Promise<Stage> {
  const base = readFileSync(resolve(import.meta.dirname, '../fixtures/base.ldif'), 'utf8');
  const ldif = [base, ...(scene.entries ?? [])].join('\n');
  const files = { ...startingFiles(scene, ['  url: directory.ldif']), 'directory.ldif': ldif };
  const workspace = makeWorkspace(files, []);
  return {
    workspace,
    tree: async () => treeOf(workspace.read('directory.ldif')),
    writes: async () => undefined,
    end: async () => workspace.end(),
  };
}

function startingFiles(scene: Scene, directory: readonly string[]): Record<string, string> {
  const { manifests = {}, settings = [], base = groupsBase } = scene;
  const text = ['directory:', ...directory, `  base: ${base}`, ...settings, ''].join('\n');
  const groups = Object.entries(manifests).map(([path, manifest]): [string, string] => [`groups/${path}`, manifest]);
  return { 'rollcall.yaml': text, ...Object.fromEntries(groups) };
}

function treeOf(ldif: string): Tree {
  const entries = parseLdif(Buffer.from(ldif)).records.flatMap((record) =>
    record.kind === 'content' ? [record.entry] : [],
  );
  const groups = entries.filter(({ attributes }) =>
    attributes.every(({ name, values }) => name !== 'objectClass' || !values.some((value) => isFrame(String(value)))),
  );
  const text = (value: string | Uint8Array): string =>
    typeof value === 'string' ? value : Buffer.from(value).toString('base64');
  return Object.fromEntries(
    groups.map(({ dn, attributes }) => [
      dn,
      Object.fromEntries(attributes.map(({ name, values }) => [name, values.map(text).sort()])),
    ]),
  );
}

function isFrame(objectClass: string): boolean {
  return objectClass === 'organizationalUnit' || objectClass === 'dcObject';
}
