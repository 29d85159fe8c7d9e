import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeRoot, startFakeRoot } from './fake-root.ts';
import { freePorts } from './free-ports.ts';
import { type MailSink, startMailSink } from './mail-sink.ts';
import { ldapTable, mainCf, masterCf, type PostfixConf, queueFolders } from './postfix-conf.ts';
import { installPostfix, type PostfixPrograms } from './postfix-install.ts';
import { PostfixProcess } from './postfix-process.ts';
import { type ProgramResult, runProgram } from './run-program.ts';
import { sendMail } from './smtp-client.ts';

/** What a test's Postfix is started with. */
export interface PostfixOptions {
  /** Where the directory is. */
  readonly ldapUrl: string;
  readonly groupsBase: string;
  readonly peopleBase: string;
  /** The query_filter of the groups; the one of the article unless told. */
  readonly filter?: string;
  /** The whole text of the table of groups; made of the others unless told. */
  readonly groups?: string;
  /** What main.cf says besides, or otherwise than usual, by parameter. */
  readonly main?: Readonly<Record<string, string>>;
  /** Whether it runs as root or takes itself for root; as root where the test does, unless told. */
  readonly root?: 'real' | 'fake';
}

/** What became of one message. */
export interface Delivery {
  /** `delivered`: `recipients` got it. `deferred` and `refused`: nobody did, and the sender was told so. */
  readonly outcome: 'delivered' | 'deferred' | 'refused';
  /** At which command of SMTP, with which reply, as `message 250 2.0.0 Ok`. */
  readonly reply: string;
  /** Whom the sink got it for, in order. */
  readonly recipients: readonly string[];
}

/** A running Postfix on loopback, with a queue, a configuration and a sink of its own. */
export interface Postfix {
  readonly folder: string;
  readonly programs: PostfixPrograms;
  /** Sends a message to one address and waits until it went its way. */
  readonly deliver: (address: string) => Promise<Delivery>;
  /** Asks the table of groups, as `postmap -q`. */
  readonly postmap: (key: string) => Promise<ProgramResult>;
  readonly log: () => readonly string[];
  /** Ends it and removes its folder. A second call does nothing. */
  readonly stop: () => Promise<void>;
}

const ATTEMPTS = 5;

/** Starts a Postfix that reads its groups from a directory. Call `stop` at the end; a lost test process cleans up by itself. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const programs = await installPostfix();
  const folder = await mkdtemp(join(tmpdir(), 'postfix-'));
  const sink = await startMailSink();
  const fake = (options.root ?? (process.getuid?.() === 0 ? 'real' : 'fake')) === 'fake';
  const fakeRoot = fake ? await startFakeRoot(folder) : undefined;
  const clear = async (): Promise<void> => {
    fakeRoot?.stop();
    await sink.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20 }); // a daemon may still be about to end
  };
  try {
    const environment = { ...environmentOf(programs, fakeRoot), PATH: '/usr/bin:/bin' };
    const { process, port } = await start(programs, folder, sink, environment, options);
    return {
      folder,
      programs,
      deliver: (address) => deliver(process, port, sink, address),
      postmap: (key) => postmap(programs, folder, environment, key),
      log: () => process.log,
      stop: async () => {
        await process.end();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

async function start(
  programs: PostfixPrograms,
  folder: string,
  sink: MailSink,
  environment: Readonly<Record<string, string>>,
  options: PostfixOptions,
): Promise<{ readonly process: PostfixProcess; readonly port: number }> {
  const { ldapUrl, groupsBase, peopleBase, filter = 'mail=%s', main = {} } = options;
  let log: readonly string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [port = 0] = await freePorts(1);
    await writeConf({
      ...{ programs, folder, port, sinkPort: sink.port, environment, main },
      groups: options.groups ?? ldapTable(ldapUrl, groupsBase, filter, 'mailGroupMember'),
      users: ldapTable(ldapUrl, peopleBase, 'mail=%s', 'mail'),
    });
    const process = new PostfixProcess(join(programs.daemons, 'master'), folder, environment);
    if (await process.waitUntilReady(port)) return { process, port };
    log = process.log;
  }
  throw new Error(`Postfix does not start:\n${log.join('\n')}`);
}

async function writeConf(conf: PostfixConf): Promise<void> {
  const { folder, programs } = conf;
  for (const name of ['etc', 'data', 'queue', 'queue/pid', ...queueFolders.map((name) => `queue/${name}`)])
    await mkdir(join(folder, name), { recursive: true, mode: 0o755 });
  await chmod(folder, 0o755); // its daemons are not root for long
  const main = mainCf(conf);
  if (process.getuid?.() === 0) {
    const owner = await ownerIds(main);
    for (const name of ['data', ...queueFolders.map((name) => `queue/${name}`)])
      await chown(join(folder, name), owner.uid, owner.gid);
  }
  const files: Readonly<Record<string, string>> = {
    'main.cf': main,
    'master.cf': masterCf(conf),
    'dynamicmaps.cf': `ldap ${programs.ldapPlugin} dict_ldap_open\n`,
    'ldap-groups.cf': conf.groups,
    'ldap-users.cf': conf.users,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'etc', name), text);
}

async function ownerIds(main: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const name = /^mail_owner = (.*)$/m.exec(main)?.[1] ?? '';
  const id = async (flag: string): Promise<number> =>
    Number((await runProgram('/usr/bin/id', [flag, name], { env: { PATH: '/usr/bin:/bin' } })).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function deliver(process: PostfixProcess, port: number, sink: MailSink, address: string): Promise<Delivery> {
  const token = randomUUID();
  const text = `From: sender@client.example\nTo: someone\nSubject: ${token}\n\nHello.`;
  const { at, code, text: reply } = await sendMail(port, address, text);
  const said = `${at} ${code} ${reply}`;
  if (code >= 400 && code < 600) return { outcome: code < 500 ? 'deferred' : 'refused', reply: said, recipients: [] };
  const id = /queued as (\w+)/.exec(reply)?.[1];
  if (id === undefined) throw new Error(`Postfix answered: ${said}`);
  await process.logged(new RegExp(`\\b${id}: removed`), 30_000);
  const arrived = sink.messages.filter((message) => message.text.includes(`Subject: ${token}`));
  return { outcome: 'delivered', reply: said, recipients: arrived.flatMap(({ recipients }) => recipients) };
}

/** What every program of Postfix needs where it is unpacked, and where it takes itself for root. */
function environmentOf(
  { libraryPath }: PostfixPrograms,
  fakeRoot: FakeRoot | undefined,
): Readonly<Record<string, string>> {
  return { ...(libraryPath === '' ? {} : { LD_LIBRARY_PATH: libraryPath }), ...fakeRoot?.env };
}

function postmap(
  { commands }: PostfixPrograms,
  folder: string,
  env: Readonly<Record<string, string>>,
  key: string,
): Promise<ProgramResult> {
  const etc = join(folder, 'etc');
  return runProgram(join(commands, 'postmap'), ['-c', etc, '-q', key, `ldap:${join(etc, 'ldap-groups.cf')}`], { env });
}
