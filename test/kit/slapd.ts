import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Account, type Accounts, accountsLdif, makeAccounts } from './accounts.ts';
import { type AuditRecord, parseAuditLog } from './audit-log.ts';
import type { OpenLdap } from './openldap.ts';
import { type ProgramResult, runProgram } from './run-program.ts';
import { auditFile, SUFFIX, slapdConf } from './slapd-conf.ts';
import { installSlapd } from './slapd-install.ts';
import { type Endpoints, SlapdProcess } from './slapd-process.ts';
import { type ServerCertificate, type TlsFiles, writeTlsFiles } from './tls.ts';

/** How a test server differs from the usual one. */
export interface SlapdOptions {
  /** Entries to load before the server starts, after the base tree and the accounts; parents first. */
  readonly ldif?: string;
  /** `nothing` for a server without any entry, not even the base tree and the accounts; then `ldif` must be absent. */
  readonly holds?: 'nothing' | 'base tree';
  /** The accounts of another server, to be taken over with their passwords; new ones unless told. */
  readonly accounts?: Accounts;
  /** Further slapd.conf lines before the database, such as `moduleload unique`. */
  readonly globalLines?: readonly string[];
  /** Limits and access rules that come before the usual ones: the first that fits is the one that counts. */
  readonly firstLines?: readonly string[];
  /** Further slapd.conf lines at the end of the database, such as `overlay unique`. */
  readonly databaseLines?: readonly string[];
  /** Whether every write is recorded for `auditRecords`; yes unless told. */
  readonly auditlog?: boolean;
  /** `stats` to have every connection and operation in `log()`; `none` unless told. */
  readonly loglevel?: 'none' | 'stats';
  /** The kind of server certificate; `none` for a server without TLS; `good` unless told. */
  readonly tls?: ServerCertificate | 'none';
}

/** A running test server on loopback, with a folder of its own. */
export interface Slapd extends Endpoints {
  readonly folder: string;
  readonly suffix: string;
  /** Where distribution groups live. */
  readonly groupsBase: string;
  /** Where nisMailAlias entries live. */
  readonly aliasesBase: string;
  readonly peopleBase: string;
  readonly accounts: Accounts;
  /** Undefined for a server without TLS. */
  readonly tls: TlsFiles | undefined;
  /** The environment for OpenLDAP's programs: nothing of the user's own settings. */
  readonly openLdap: OpenLdap;
  /** Loads entries as the root DN. */
  readonly ldapadd: (ldif: string) => Promise<ProgramResult>;
  /** Applies LDIF change records, as the root DN unless told. */
  readonly ldapmodify: (ldif: string, who?: Account) => Promise<ProgramResult>;
  readonly ldapdelete: (...dns: readonly string[]) => Promise<ProgramResult>;
  /** Searches and prints unfolded LDIF without comments, as the root DN unless told. */
  readonly ldapsearch: (args: readonly string[], who?: Account) => Promise<ProgramResult>;
  /** Runs ldapwhoami with exactly these arguments. */
  readonly ldapwhoami: (args: readonly string[]) => Promise<ProgramResult>;
  /** Everything the server stores, operational attributes included. */
  readonly slapcat: () => Promise<ProgramResult>;
  /** The writes that the server carried out so far, oldest first. */
  readonly auditRecords: () => Promise<readonly AuditRecord[]>;
  /** What the server logged so far; see the option `loglevel`. Lines come in a moment after the answer. */
  readonly log: () => string;
  /** How the server ended, by its exit code or the signal; undefined while it runs. */
  readonly ended: () => number | NodeJS.Signals | undefined;
  /** Kills the server at once; the data and the ports stay as they are. */
  readonly kill9: () => Promise<void>;
  /** Ends the server if it runs and starts it again on the same data and ports. */
  readonly restart: () => Promise<void>;
  /** Ends the server and removes its folder. A second call does nothing. */
  readonly stop: () => Promise<void>;
}

/** Starts a test server and waits until it answers. Call `stop` at the end; a lost test process cleans up by itself. */
export async function startSlapd(options: SlapdOptions = {}): Promise<Slapd> {
  const openLdap = await installSlapd();
  const folder = await mkdtemp(join(shortTemporaryFolder(), 'slapd-'));
  try {
    return await startIn(folder, openLdap, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, openLdap: OpenLdap, options: SlapdOptions): Promise<Slapd> {
  const accounts = options.accounts ?? (await makeAccounts(folder, SUFFIX));
  const tls = options.tls === 'none' ? undefined : await writeTlsFiles(folder, options.tls ?? 'good');
  const { globalLines = [], firstLines = [], databaseLines = [], auditlog = true } = options;
  const conf = join(folder, 'slapd.conf');
  await mkdir(join(folder, 'db'));
  const lines = { globalLines, firstLines, databaseLines };
  await writeFile(conf, slapdConf({ openLdap, folder, accounts, tls, auditlog, ...lines }), { mode: 0o600 });
  if (options.holds !== 'nothing') {
    await load(openLdap, conf, folder, [await baseLdif(), accountsLdif(accounts), options.ldif ?? ''].join('\n'));
  }
  const server = new SlapdProcess(openLdap, conf, folder, accounts.admin, options.loglevel ?? 'none');
  const endpoints = await server.startOnFreePorts();
  return {
    ...endpoints,
    ...places(folder),
    accounts,
    tls,
    openLdap,
    ...tools(openLdap, conf, endpoints.url, accounts),
    auditRecords: async () => parseAuditLog(await readFile(auditFile(folder), 'utf8').catch(() => '')),
    log: () => server.log,
    ended: () => server.ended,
    kill9: () => server.end('SIGKILL'),
    restart: async () => {
      await server.end('SIGTERM');
      await server.startAgain();
    },
    stop: async () => {
      await server.end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Places = Pick<Slapd, 'folder' | 'suffix' | 'groupsBase' | 'aliasesBase' | 'peopleBase'>;

function places(folder: string): Places {
  const mail = `ou=Mail,${SUFFIX}`;
  const [groupsBase, aliasesBase, peopleBase] = [`ou=Groups,${mail}`, `ou=Aliases,${mail}`, `ou=People,${mail}`];
  return { folder, suffix: SUFFIX, groupsBase, aliasesBase, peopleBase };
}

type Tools = Pick<Slapd, 'ldapadd' | 'ldapmodify' | 'ldapdelete' | 'ldapsearch' | 'ldapwhoami' | 'slapcat'>;

function tools(openLdap: OpenLdap, conf: string, url: string, { admin }: Accounts): Tools {
  const { env } = openLdap;
  const as = (who: Account): readonly string[] => ['-x', '-H', url, '-D', who.dn, '-y', who.passwordFile];
  return {
    ldapadd: (ldif) => runProgram(openLdap.ldapadd, as(admin), { env, stdin: ldif }),
    ldapmodify: (ldif, who = admin) => runProgram(openLdap.ldapmodify, as(who), { env, stdin: ldif }),
    ldapdelete: (...dns) => runProgram(openLdap.ldapdelete, [...as(admin), ...dns], { env }),
    ldapsearch: (args, who = admin) =>
      runProgram(openLdap.ldapsearch, [...as(who), '-LLL', '-o', 'ldif_wrap=no', ...args], { env }),
    ldapwhoami: (args) => runProgram(openLdap.ldapwhoami, args, { env }),
    slapcat: () => runProgram(openLdap.slapd, ['-T', 'cat', '-f', conf, '-o', 'ldif_wrap=no'], { env }),
  };
}

async function load(openLdap: OpenLdap, conf: string, folder: string, ldif: string): Promise<void> {
  const file = join(folder, 'initial.ldif');
  await writeFile(file, ldif, { mode: 0o600 });
  const loaded = await runProgram(openLdap.slapd, ['-T', 'add', '-q', '-f', conf, '-l', file], { env: openLdap.env });
  if (loaded.code !== 0) throw new Error(`slapadd refused the initial entries: ${loaded.stderr.trim()}`);
}

function baseLdif(): Promise<string> {
  return readFile(resolve(import.meta.dirname, '../fixtures/base.ldif'), 'utf8');
}

/** A socket's path must stay under about 107 bytes, which some machines' own temporary folder does not leave room for. */
function shortTemporaryFolder(): string {
  return tmpdir().length > 60 ? '/tmp' : tmpdir();
}
