import { decodeEntries } from '../ldap/decode.ts';
import { valuesOf } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type {
  ConnectionFacts,
  DoctorFacts,
  GroupsFacts,
  InputFacts,
  QueryFacts,
  SettingsFacts,
} from '../plan/doctor/facts.ts';
import { askQueries } from './ask-queries.ts';
import { attempt } from './attempt.ts';
import { connectionTarget, isLoopback } from './connection-target.ts';
import { type DirectoryProbe, type DirectoryReader, entryAttributes, type Search, type Server } from './directory.ts';
import { probeWrites } from './doctor-writes.ts';
import { openProbe, type PasswordSource } from './open-directory.ts';
import { type PostfixFolder, readPostfix } from './postfix-facts.ts';
import { readAccounts } from './read-accounts.ts';
import { readSchema } from './read-schema.ts';
import { requestLimit } from './request-limit.ts';
import type { Settings } from './run-settings.ts';

/** What the doctor is asked to look at. */
export interface DoctorRequest {
  /** Undefined when the settings have errors; then nothing but the input is judged. */
  readonly settings: Settings | undefined;
  readonly inputs: Omit<InputFacts, 'settings'>;
  /** The folder with a configuration of Postfix; undefined when none is to be looked at. */
  readonly postfix: PostfixFolder | undefined;
  readonly password: PasswordSource;
  readonly now: Date;
  readonly onProgress: (entries: number) => void;
}

const skipped = { kind: 'skipped' } as const;

const untried: Omit<DoctorFacts, 'now' | 'inputs' | 'connection' | 'postfix'> = {
  identity: skipped,
  rootDse: skipped,
  base: skipped,
  schema: skipped,
  groups: skipped,
  accounts: skipped,
  unpaged: skipped,
  hidden: skipped,
  requestLimit: skipped,
  writes: [],
  queries: [],
};

/** Asks the directory everything that the checks judge, as far as it answers, and writes nothing. Never a Failure. */
export async function gatherFacts(request: DoctorRequest): Promise<DoctorFacts> {
  const { settings, password, now } = request;
  const inputs = { ...request.inputs, settings: settings === undefined ? undefined : settingsFacts(settings) };
  const folder = request.postfix;
  const postfix = folder === undefined ? skipped : await attempt(async () => readPostfix(folder));
  const start = { now: now.getTime(), inputs, postfix, ...untried };
  if (settings === undefined) return { ...start, connection: skipped };
  const once = { ...settings, directory: { ...settings.directory, retry: { tries: 1, seconds: 0 } } };
  const opened = await attempt(() => openProbe(once, password));
  if (opened.kind !== 'known') return { ...start, connection: opened };
  const probe = opened.fact;
  try {
    return { ...start, ...(await readFacts(probe, settings, request.onProgress)) };
  } finally {
    await probe.reader.close();
  }
}

type Asked = Omit<DoctorFacts, 'now' | 'inputs' | 'postfix'>;

async function readFacts(
  probe: DirectoryProbe,
  settings: Settings,
  onProgress: (entries: number) => void,
): Promise<Asked> {
  const { reader } = probe;
  const { server } = reader;
  const connection = await attempt(() => connectionFacts(reader.url, server, settings));
  const base = await attempt(() => findBase(probe, settings));
  const groups = base.kind === 'known' ? await attempt(() => readGroups(probe, settings, onProgress)) : skipped;
  const read = groups.kind === 'known' ? groups.fact.groups : [];
  const accounts = await findAccounts(probe, settings, groups, onProgress);
  const queries = await askEach(reader, settings);
  if (server === undefined) return { ...untried, connection, base, groups, accounts, queries };
  return {
    connection,
    base,
    groups,
    accounts,
    queries,
    identity: await attempt(() => server.whoAmI()),
    rootDse: { kind: 'known', fact: server.facts },
    schema: await attempt(() => readSchema(reader, server.facts)),
    unpaged:
      base.kind === 'known' && read.length < mostUnpaged
        ? await attempt(() => server.unpaged(namesOnly(settings)))
        : skipped,
    hidden: await attempt(() => findHiddenMembers(probe, settings, read)),
    requestLimit: await attempt(async () => ({
      ours: requestLimit(settings.directory.requestLimit, server),
      servers: await serversLimit(probe, server),
    })),
    writes: base.kind === 'known' ? await probeWrites(probe, settings, read) : [],
  };
}

function settingsFacts({ directory, profile, defaults, prune, mail, allowedServers }: Settings): SettingsFacts {
  const { url, base, bind } = directory;
  const isFile = directory.ldifFile !== undefined;
  const { domains, expansionLimit, recipientDelimiter } = mail;
  const place = { url, urls: directory.urls, base, filter: directory.filter, isFile, allowedServers, bind };
  const accountsBase = mail.accounts?.base;
  return { ...place, profile, defaults, prune, domains, expansionLimit, recipientDelimiter, accountsBase };
}

async function connectionFacts(
  url: string,
  server: Server | undefined,
  { directory }: Settings,
): Promise<ConnectionFacts> {
  const before = directory.urls.indexOf(url);
  const target = server === undefined ? undefined : connectionTarget(url);
  const isLocal = target === undefined || target.host === undefined || isLoopback(target.host);
  return {
    url,
    passedOver: directory.urls.slice(0, Math.max(before, 0)),
    reach: isLocal ? 'local' : 'network',
    tls: await server?.tls(),
  };
}

async function findBase({ reader }: DirectoryProbe, { directory }: Settings): Promise<'exists'> {
  if ((await reader.read(directory.base)) !== undefined) return 'exists';
  throw new Failure(
    'directory',
    `the base ${directory.base} does not exist at ${reader.url}`,
    'Correct directory.base, or let the bind DN see it: the server answers the same for both.',
  );
}

async function readGroups(
  { reader }: DirectoryProbe,
  { directory, profile }: Settings,
  onProgress: (entries: number) => void,
): Promise<GroupsFacts> {
  const { base, filter } = directory;
  const search = { base, scope: 'subtree', filter, attributes: entryAttributes } as const;
  return decodeEntries(await reader.search(search, onProgress), profile);
}

async function findAccounts(
  { reader }: DirectoryProbe,
  settings: Settings,
  groups: DoctorFacts['groups'],
  onProgress: (entries: number) => void,
): Promise<DoctorFacts['accounts']> {
  const { accounts } = settings.mail;
  if (accounts === undefined || groups.kind !== 'known') return skipped;
  const known = { groups: groups.fact.groups, unclear: groups.fact.problems };
  return attempt(async () => {
    const all = await readAccounts(reader, accounts, settings, known, onProgress);
    const open = all.filter(({ state }) => state === 'open').length;
    return { open, disabled: all.length - open };
  });
}

/** Each query by itself, so that one that fails hides nothing of the others. */
async function askEach(
  reader: DirectoryReader,
  { queries, mail, directory }: Settings,
): Promise<DoctorFacts['queries']> {
  const found: QueryFacts[] = [];
  for (const query of Object.values(queries)) {
    const answer = await attempt(async () => {
      const how = { localPart: mail.localPart, inFlight: directory.inFlight };
      const answers = await askQueries(reader, [query], how, () => undefined);
      return answers.get(query.name) ?? { members: [], without: 0 };
    });
    found.push({ query, answer });
  }
  return found;
}

/** More than this is not asked for in one answer: the client library cannot take it. */
const mostUnpaged = 50_000;

/** The groups without any of their attributes (RFC 4511 §4.5.1.8). */
function namesOnly({ directory: { base, filter } }: Settings): Search {
  return { base, scope: 'subtree', filter, attributes: ['1.1'] };
}

/** How many groups without members are looked at. */
const mostProbes = 20;

async function findHiddenMembers(
  { reader }: DirectoryProbe,
  { profile }: Settings,
  groups: GroupsFacts['groups'],
): Promise<Extract<DoctorFacts['hidden'], { kind: 'known' }>['fact']> {
  const empty = groups.filter(({ members }) => members.length === 0).slice(0, mostProbes);
  return Promise.all(
    empty.map(async ({ dn }) => ({
      dn,
      members: await reader.presence(dn, profile.member, 'nobody@rollcall.invalid'),
    })),
  );
}

/** The largest request that a server says it takes, where its configuration can be read. */
async function serversLimit({ reader }: DirectoryProbe, { facts, isAnonymous }: Server): Promise<number | undefined> {
  const names: Readonly<Record<string, string>> = {
    openldap: isAnonymous ? 'olcSockbufMaxIncoming' : 'olcSockbufMaxIncomingAuth',
    '389-ds': 'nsslapd-maxbersize',
  };
  const name = names[facts.kind];
  const config = name === undefined ? undefined : await attempt(() => reader.read('cn=config'));
  const entry = config?.kind === 'known' ? config.fact : undefined;
  const [text] = entry === undefined || name === undefined ? [] : valuesOf(entry, name);
  const bytes = Number(text);
  return Number.isInteger(bytes) && bytes > 0 ? bytes : undefined;
}
