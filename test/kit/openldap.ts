import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { libraryFolders } from './debian-cache.ts';

/** One copy of OpenLDAP: where its parts are and the environment its programs need. */
export interface OpenLdap {
  readonly slapd: string;
  readonly ldapadd: string;
  readonly ldapmodify: string;
  readonly ldapdelete: string;
  readonly ldapsearch: string;
  readonly ldapwhoami: string;
  /** Folder of the loadable backends and overlays. */
  readonly modules: string;
  /** Folder of the schema files that come with the server. */
  readonly schema: string;
  /** The whole environment of its programs: nothing of the user's own LDAP settings is read. */
  readonly env: Readonly<Record<string, string>>;
}

const CLIENTS = ['ldapadd', 'ldapmodify', 'ldapdelete', 'ldapsearch', 'ldapwhoami'] as const;

/** The copy unpacked below `root`, or undefined when a part is missing there. */
export function unpackedOpenLdap(root: string): OpenLdap | undefined {
  return assemble([join(root, 'usr/sbin'), join(root, 'usr/bin')], root, libraryFolders(root));
}

/**
 * The copy installed on this machine, or undefined. One that AppArmor confines does not count: such a slapd may not
 * read or write a test's own folder.
 */
export function installedOpenLdap(): OpenLdap | undefined {
  if (existsSync('/etc/apparmor.d/usr.sbin.slapd')) return undefined;
  const path = (process.env['PATH'] ?? '').split(delimiter);
  return assemble([...path, '/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/libexec', '/usr/libexec'], '/', []);
}

function assemble(folders: readonly string[], root: string, libraries: readonly string[]): OpenLdap | undefined {
  const slapd = firstExisting(folders.map((folder) => join(folder, 'slapd')));
  const modules = firstExisting(['usr/lib/ldap', 'usr/lib64/openldap', 'usr/lib/openldap'].map((f) => join(root, f)));
  const schema = firstExisting(['etc/ldap/schema', 'etc/openldap/schema'].map((f) => join(root, f)));
  const clients = CLIENTS.map((name) => firstExisting(folders.map((folder) => join(folder, name))));
  const [ldapadd, ldapmodify, ldapdelete, ldapsearch, ldapwhoami] = clients;
  if (!slapd || !modules || !schema || !ldapadd || !ldapmodify || !ldapdelete || !ldapsearch || !ldapwhoami) {
    return undefined;
  }
  const env = programEnvironment(libraries);
  return { slapd, ldapadd, ldapmodify, ldapdelete, ldapsearch, ldapwhoami, modules, schema, env };
}

function programEnvironment(libraries: readonly string[]): Readonly<Record<string, string>> {
  const base = { LC_ALL: 'C', LDAPNOINIT: '1', PATH: '/usr/bin:/bin' };
  return libraries.length === 0 ? base : { ...base, LD_LIBRARY_PATH: libraries.join(delimiter) };
}

function firstExisting(paths: readonly string[]): string | undefined {
  return paths.find((path) => existsSync(path));
}
