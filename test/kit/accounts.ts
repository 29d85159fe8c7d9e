import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Somebody who can bind to a test server. */
export interface Account {
  readonly dn: string;
  readonly password: string;
  /** A file that holds the password and nothing else. */
  readonly passwordFile: string;
}

/** Who can bind to a test server. Passwords are new for every server. */
export interface Accounts {
  /** The root DN: no access rule and no limit applies. */
  readonly admin: Account;
  /** The service account: writes groups and aliases, reads without limit. Its password starts with `canary-`. */
  readonly rollcall: Account;
  /** Reads everything without limit, writes nothing. */
  readonly reader: Account;
  /** Reads everything, but the server stops after 500 entries, as it does for anybody by default. */
  readonly ordinary: Account;
}

/** Makes the accounts of a server whose suffix is `suffix` and writes their password files into `folder`. */
export async function makeAccounts(folder: string, suffix: string): Promise<Accounts> {
  const account = async (name: string, prefix: string): Promise<Account> => {
    const password = `${prefix}-${randomBytes(12).toString('hex')}`;
    const passwordFile = join(folder, `${name}.password`);
    await writeFile(passwordFile, password, { mode: 0o600 });
    return { dn: `cn=${name},${suffix}`, password, passwordFile };
  };
  return {
    admin: await account('admin', 'root'),
    rollcall: await account('rollcall', 'canary'),
    reader: await account('reader', 'secret'),
    ordinary: await account('ordinary', 'secret'),
  };
}

/** The accounts' entries as LDIF; the root DN needs none. Only hashes are stored, so a password is in no snapshot. */
export function accountsLdif({ rollcall, reader, ordinary }: Accounts): string {
  return [rollcall, reader, ordinary].map(accountLdif).join('\n');
}

function accountLdif({ dn, password }: Account): string {
  const name = /^cn=([^,]+)/.exec(dn)?.[1] ?? '';
  const lines = ['objectClass: applicationProcess', 'objectClass: simpleSecurityObject', `cn: ${name}`];
  return [`dn: ${dn}`, ...lines, `userPassword: ${hashPassword(password)}`, ''].join('\n');
}

/** Salted SHA-1 in the notation of RFC 2307; any slapd knows it. */
export function hashPassword(password: string): string {
  const salt = randomBytes(8);
  const digest = createHash('sha1').update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}
