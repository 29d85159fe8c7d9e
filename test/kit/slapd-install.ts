import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot, machineName } from './debian-cache.ts';
import { withFolderLock } from './folder-lock.ts';
import { installedOpenLdap, type OpenLdap, unpackedOpenLdap } from './openldap.ts';
import { runProgram } from './run-program.ts';
import { unpackPackages } from './unpack-packages.ts';

const CACHE = join(cacheRoot, 'openldap');

/**
 * A working OpenLDAP for the tests: the machine's own, else Debian's packages unpacked into `.cache/openldap`, which
 * needs no root and starts or installs nothing. Later calls reuse it. Throws when neither can be had: tests that need
 * a server then fail; they never pass by being left out.
 */
export async function installSlapd(): Promise<OpenLdap> {
  return findSlapd() ?? (await withFolderLock(`${CACHE}.lock`, unpackSlapd));
}

/** The OpenLDAP that `installSlapd` left or the machine has; undefined when there is none yet. */
export function findSlapd(): OpenLdap | undefined {
  return unpackedOpenLdap(cacheFolder()) ?? installedOpenLdap();
}

async function unpackSlapd(): Promise<OpenLdap> {
  const found = findSlapd(); // another process may have finished while this one waited
  if (found !== undefined) return found;
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-deb'))
    throw notAvailable('there is no apt-get here');
  await mkdir(CACHE, { recursive: true });
  const scratch = await mkdtemp(join(CACHE, 'unpacking-'));
  try {
    const root = join(scratch, 'root');
    await unpackPackages(['slapd', 'ldap-utils'], scratch, root);
    await checkStarts(unpackedOpenLdap(root));
    await rename(root, cacheFolder()).catch((error: unknown) => {
      if (findSlapd() === undefined) throw error; // else somebody was faster, and theirs is as good
    });
  } catch (error) {
    throw notAvailable(error instanceof Error ? error.message : String(error));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return findSlapd() ?? fail('the unpacked packages disappeared');
}

async function checkStarts(openLdap: OpenLdap | undefined): Promise<void> {
  if (openLdap === undefined) throw new Error('the unpacked packages hold no slapd');
  const version = await runProgram(openLdap.slapd, ['-VV'], { env: openLdap.env });
  if (!version.stderr.includes('OpenLDAP'))
    throw new Error(`the unpacked slapd does not run: ${version.stderr.trim()}`);
}

function cacheFolder(): string {
  return join(CACHE, machineName());
}

function notAvailable(reason: string): Error {
  return new Error(
    `OpenLDAP is needed for the tests and could not be had: ${reason}\n` +
      'Install the packages "slapd" and "ldap-utils" (any OpenLDAP 2.5 or newer), or run where apt-get reaches a mirror.',
  );
}

function fail(reason: string): never {
  throw notAvailable(reason);
}
