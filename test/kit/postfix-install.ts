import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot, libraryFolders, machineName } from './debian-cache.ts';
import { withFolderLock } from './folder-lock.ts';
import { unpackPackages } from './unpack-packages.ts';

/** One copy of Postfix: where its parts are. */
export interface PostfixPrograms {
  /** Folder of the daemons, `master` among them. */
  readonly daemons: string;
  /** Folder of the commands, `postmap` among them. */
  readonly commands: string;
  /** Folder of its own libraries. */
  readonly shared: string;
  /** The table type `ldap`. */
  readonly ldapPlugin: string;
  /** Value of `LD_LIBRARY_PATH`; empty where Postfix is installed. */
  readonly libraryPath: string;
}

const CACHE = join(cacheRoot, 'postfix');

/**
 * A working Postfix with LDAP tables for the tests: the machine's own, else Debian's packages unpacked into
 * `.cache/postfix`, which needs no root, no account, and installs nothing. Later calls reuse it. Throws when neither can
 * be had: tests that need it then fail; they never pass by being left out.
 */
export async function installPostfix(): Promise<PostfixPrograms> {
  return findPostfix() ?? (await withFolderLock(`${CACHE}.lock`, unpackPostfix));
}

/** The Postfix that `installPostfix` left or the machine has; undefined when there is none yet. */
export function findPostfix(): PostfixPrograms | undefined {
  return postfixBelow(join(CACHE, machineName())) ?? postfixBelow('/');
}

function postfixBelow(root: string): PostfixPrograms | undefined {
  const folder = (names: readonly string[], file: string): string | undefined =>
    names.map((name) => join(root, name)).find((path) => existsSync(join(path, file)));
  const daemons = folder(['usr/lib/postfix/sbin', 'usr/libexec/postfix'], 'master');
  const commands = folder(['usr/sbin'], 'postmap');
  const shared = folder(['usr/lib/postfix', 'usr/lib64/postfix'], 'postfix-ldap.so');
  if (daemons === undefined || commands === undefined || shared === undefined) return undefined;
  const libraryPath = root === '/' ? '' : [shared, ...libraryFolders(root)].join(':');
  return { daemons, commands, shared, ldapPlugin: join(shared, 'postfix-ldap.so'), libraryPath };
}

async function unpackPostfix(): Promise<PostfixPrograms> {
  const found = findPostfix(); // another process may have finished while this one waited
  if (found !== undefined) return found;
  await mkdir(CACHE, { recursive: true });
  const scratch = await mkdtemp(join(CACHE, 'unpacking-'));
  try {
    const root = join(scratch, 'root');
    await unpackPackages(['postfix', 'postfix-ldap'], scratch, root);
    await rename(root, join(CACHE, machineName()));
  } catch (error) {
    throw notAvailable(error instanceof Error ? error.message : String(error));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const unpacked = findPostfix();
  if (unpacked === undefined) throw notAvailable('the unpacked packages lack a part');
  return unpacked;
}

function notAvailable(reason: string): Error {
  return new Error(
    `Postfix is needed for the tests and could not be had: ${reason}\n` +
      'Install the packages "postfix" and "postfix-ldap" (no configuration is needed), or run where apt-get reaches a mirror.',
  );
}
