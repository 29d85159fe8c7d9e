import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProgramResult, runProgram } from './run-program.ts';

/**
 * Fetches Debian packages, with the libraries this machine lacks for them, and unpacks them below `root`. Nothing is
 * installed and root is not needed: apt works on lists and a cache of its own below `scratch`.
 */
export async function unpackPackages(names: readonly string[], scratch: string, root: string): Promise<void> {
  const downloads = join(scratch, 'downloads');
  const folders = ['lists/partial', 'cache/archives/partial'].map((folder) => join(scratch, folder));
  for (const folder of [...folders, downloads, root]) await mkdir(folder, { recursive: true });
  const update = await apt(scratch, ['update']); // one dead mirror among several is no reason to stop
  const wanted = await missingPackages(names, scratch, update);
  await apt(scratch, ['download', ...wanted], downloads).then(orThrow);
  for (const file of await readdir(downloads)) {
    await runProgram('dpkg-deb', ['-x', join(downloads, file), root], { env: environment() }).then(orThrow);
  }
}

/** Asks apt what an installation would add here, and keeps what the programs load. */
async function missingPackages(names: readonly string[], scratch: string, update: ProgramResult): Promise<string[]> {
  const rehearsal = await apt(scratch, ['--simulate', '--no-install-recommends', 'install', ...names]);
  if (rehearsal.code !== 0) throw new Error([update.stderr, rehearsal.stderr].join('\n').trim());
  const planned = [...rehearsal.stdout.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
  const libraries = planned.filter((name) => /^lib/.test(name) && !/^lib(c6|c-bin|perl)|-perl/.test(name));
  return [...new Set([...names, ...libraries])];
}

function apt(scratch: string, args: readonly string[], cwd: string = scratch): Promise<ProgramResult> {
  const options = {
    'Dir::State::Lists': join(scratch, 'lists'),
    'Dir::Cache': join(scratch, 'cache'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root', // root keeps its rights below `scratch`; it means nothing to other users
    'Acquire::Retries': '3',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return runProgram('apt-get', ['-q', ...flags, ...args], { env: environment(), cwd });
}

/** apt must still see the machine's proxy settings. */
function environment(): Readonly<Record<string, string>> {
  const kept = Object.entries(process.env).filter(([name]) => /^(path|https?_proxy|no_proxy|apt_config)$/i.test(name));
  return { ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])), LC_ALL: 'C' };
}

function orThrow(result: ProgramResult): void {
  if (result.code !== 0) throw new Error(result.stderr.trim());
}
