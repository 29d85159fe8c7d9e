import { readFileSync } from 'node:fs';
import { rulesOf } from '../ldap/matching-rule.ts';
import { Failure } from '../model/failure.ts';
import type { BindSettings } from './connection-settings.ts';
import { withoutCredentials } from './connection-target.ts';
import type { Directory, DirectoryProbe, DirectoryReader } from './directory.ts';
import { fileProblem } from './file-problem.ts';
import { openLdifDirectory } from './ldif-directory.ts';
import type { Settings } from './run-settings.ts';
import { readSecretFile, type SecretSharing } from './secret-file.ts';

/** Asks for the password, and only when one is needed. */
export type PasswordSource = (file: string | undefined, sharing: SecretSharing) => Promise<string>;

/** Opens the directory that the settings name, for reading only. */
export async function openReader(settings: Settings, password: PasswordSource): Promise<DirectoryReader> {
  return (await openDirectory(settings, password)).reader;
}

/** Opens the directory that the settings name, for reading and for asking what it would do with a write. */
export async function openProbe(settings: Settings, password: PasswordSource): Promise<DirectoryProbe> {
  const { reader, writer } = await openDirectory(settings, password);
  return { reader, check: (operation) => writer.check(operation, undefined) };
}

/** Opens the directory that the settings name. The client library is loaded only when there is a server to talk to. */
export async function openDirectory(settings: Settings, password: PasswordSource): Promise<Directory> {
  const { directory } = settings;
  if (directory.ldifFile !== undefined) {
    return openLdifDirectory(directory.ldifFile, directory.url, rulesOf(settings.profile));
  }
  for (const url of directory.urls) checkAllowed(url, settings.allowedServers);
  const bind = await completeBind(settings, password);
  const { openLdapDirectory } = await import('./ldap-directory.ts');
  const { cert, key } = directory;
  return openLdapDirectory({
    ...directory,
    bind,
    ca: directory.ca === undefined ? undefined : readAuthorities(directory.ca),
    clientCertificate:
      cert === undefined || key === undefined
        ? undefined
        : {
            cert: readText(cert, 'directory.tls.cert'),
            key: readSecretFile(key, 'directory.tls.key', directory.sharedPasswordFile),
          },
  });
}

async function completeBind({ directory }: Settings, password: PasswordSource): Promise<BindSettings> {
  const { bind, sharedPasswordFile } = directory;
  if (bind.kind !== 'simple') return bind;
  return { ...bind, password: await password(bind.passwordFile, sharedPasswordFile) };
}

function checkAllowed(url: string, allowed: readonly string[] | undefined): void {
  if (allowed === undefined) return;
  const name = url.toLowerCase().replace(/\/+$/, '');
  if (allowed.some((server) => server.toLowerCase().replace(/\/+$/, '') === name)) return;
  const hint = 'Nothing was sent. Correct directory.url, or add the URL to ROLLCALL_ALLOWED_SERVERS.';
  throw new Failure(
    'input',
    `${withoutCredentials(url)} is not among the allowed servers (${allowed.join(', ')})`,
    hint,
  );
}

/** Node would pass over a file without certificates, and then say that it trusts nobody. */
function readAuthorities(path: string): string {
  const pem = readText(path, 'directory.tls.ca');
  if (pem.includes('-----BEGIN ')) return pem;
  const hint = 'Name a PEM file with the certificates of the authorities to trust.';
  throw new Failure('input', `${path} (directory.tls.ca) holds no certificate`, hint);
}

function readText(path: string, key: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const hint = `Correct ${key}, or the rights of the file.`;
    throw new Failure('input', fileProblem(`${path} (${key})`, error), hint, { cause: error });
  }
}
