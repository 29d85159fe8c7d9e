import { dnKey } from '../../ldap/dn.ts';
import type { Finding } from '../../model/diagnosis.ts';
import { isYes, type LdapTable, tableValue, wordsOf } from '../../postfix/ldap-table.ts';
import { passwordPlaceholder } from '../postfix/ldap-map.ts';
import { type DoctorFacts, known, type SettingsFacts } from './facts.ts';
import { error, note, ok, warning } from './finding.ts';
import { type GroupTable, groupTables } from './postfix-facts.ts';

/** Which server Postfix asks, who it is there, and whether others can listen or read its password. */
export function checkMapAccess({ inputs, postfix }: DoctorFacts): readonly Finding[] {
  const { settings } = inputs;
  const facts = known(postfix);
  if (facts === undefined || settings === undefined) return [];
  return groupTables(facts, settings.profile.member).flatMap((group) => [
    ...server(group.table, settings),
    ...encryption(group.table),
    ...authority(group),
    ...account(group, settings),
  ]);
}

/** One server that a table names (ldap_table(5)): a URL, or a host with the port behind it or in `server_port`. */
interface Host {
  readonly text: string;
  readonly scheme: 'ldap' | 'ldaps' | 'ldapi';
  readonly host: string;
}

function hostsOf(table: LdapTable): readonly Host[] {
  return wordsOf(tableValue(table, 'server_host')).map(hostOf);
}

function hostOf(text: string): Host {
  const [, scheme = 'ldap', rest = text] = /^(ldap[si]?):\/\/(.*)$/i.exec(text) ?? [];
  const kind = scheme.toLowerCase() === 'ldaps' ? 'ldaps' : scheme.toLowerCase() === 'ldapi' ? 'ldapi' : 'ldap';
  const name = kind === 'ldapi' ? '' : (/^(\[[^\]]*\]|[^:/]*)/.exec(rest)?.[1] ?? '').toLowerCase();
  return { text, scheme: kind, host: isHere(name) || kind === 'ldapi' ? '' : name };
}

/** Whether a host is this machine; it is then written as the empty text. */
function isHere(host: string): boolean {
  return host === '' || host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}

function server(table: LdapTable, { urls, url }: SettingsFacts): readonly Finding[] {
  const theirs = hostsOf(table);
  const named = theirs.map(({ text }) => text).join(' ');
  if (urls.length === 0) return [note(`${table.file} asks ${named}; the settings name the file ${url}`, undefined)];
  const ours = new Set(urls.map((one) => hostOf(one).host));
  if (theirs.some(({ host }) => ours.has(host))) return [ok(`${table.file} asks ${named}`)];
  const message = `${table.file} asks ${named}, and Rollcall writes to ${urls.join(' ')}`;
  return [note(message, 'That is right for a replica; otherwise Postfix does not see what Rollcall writes.')];
}

function encryption(table: LdapTable): readonly Finding[] {
  const hosts = hostsOf(table);
  const startTls = isYes(tableValue(table, 'start_tls'));
  const secure = startTls || hosts.some(({ scheme }) => scheme === 'ldaps');
  const bare = hosts.filter(({ scheme, host }) => scheme === 'ldap' && host !== '');
  if (startTls && hosts.some(({ scheme }) => scheme !== 'ldap')) {
    const hint = 'Take start_tls out, or write ldap:// in server_host.';
    return [error(`${table.file}: start_tls is for ldap:// only`, hint)];
  }
  if (!startTls && bare.length > 0) {
    const hint = 'Write ldaps:// in server_host, or set start_tls = yes; and tls_require_cert = yes.';
    return [warning(`${table.file}: not encrypted, so others on the network can read and change the members`, hint)];
  }
  if (!secure) return [];
  const findings: Finding[] = [];
  if (tableValue(table, 'version') !== '3') {
    findings.push(error(`${table.file}: TLS needs version 3 of LDAP`, 'Set version = 3.'));
  }
  if (!isYes(tableValue(table, 'tls_require_cert'))) {
    const message = `${table.file}: the certificate of the server is not checked, so anybody can answer in its place`;
    findings.push(warning(message, 'Set tls_require_cert = yes, and tls_ca_cert_file.'));
  }
  return findings;
}

/** Not root but the user of Postfix opens this file, and without it every lookup fails. */
function authority({ table, authorityReadable }: GroupTable): readonly Finding[] {
  if (authorityReadable !== false) return [];
  const file = tableValue(table, 'tls_ca_cert_file');
  const message = `${file} (tls_ca_cert_file) cannot be read by everybody; where the user of Postfix cannot, every lookup fails`;
  return [warning(message, `It holds no secret: chmod 644 ${file}, and look at the rights of its folders.`)];
}

function account(group: GroupTable, settings: SettingsFacts): readonly Finding[] {
  const { table } = group;
  const how = tableValue(table, 'bind').toLowerCase();
  const [dn, password] = [tableValue(table, 'bind_dn'), tableValue(table, 'bind_pw')];
  if (how === 'sasl') return [];
  if (how === 'no' || how === 'none' || dn === '') {
    const hint = 'Let everybody read the members, or give Postfix an account (bind_dn, bind_pw).';
    return [note(`${table.file}: Postfix asks anonymously`, hint)];
  }
  if (password === '') {
    return [error(`${table.file}: bind_dn has no bind_pw`, 'Write the password behind bind_pw.')];
  }
  return [...identity(table, dn, settings), ...secret(group, password)];
}

function identity({ file }: LdapTable, dn: string, { bind }: SettingsFacts): readonly Finding[] {
  if (bind.kind !== 'simple' || dnKey(bind.dn) !== dnKey(dn)) return [];
  const hint = 'Give Postfix an account of its own that may only read: rollcall postfix --bind-dn DN';
  return [note(`${file}: Postfix binds as ${dn}, the account with which Rollcall writes`, hint)];
}

function secret({ table, worldReadable }: GroupTable, password: string): readonly Finding[] {
  if (password === passwordPlaceholder) {
    return [error(`${table.file}: bind_pw is still ${passwordPlaceholder}`, 'Write the password there.')];
  }
  if (table.inMain) {
    const hint = 'Put the parameters into a file of their own: rollcall postfix prints it.';
    return [warning(`the bind password stands in ${table.file}, which everybody on the machine can read`, hint)];
  }
  if (!worldReadable) return [];
  const hint = `chown root:postfix ${table.file} && chmod 640 ${table.file}`;
  return [warning(`${table.file} holds the bind password, and everybody on this machine can read it`, hint)];
}
