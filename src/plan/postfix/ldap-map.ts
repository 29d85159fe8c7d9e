import type { PostfixFile, PostfixParameter } from '../../model/postfix-config.ts';
import type { PostfixChoice, PostfixSettings } from './postfix-settings.ts';
import { escapeControls, type LookupKey, queryFilter } from './query-filter.ts';

/** What stands in place of a password until somebody writes it there. No server takes it. */
export const passwordPlaceholder = 'PUT-THE-PASSWORD-HERE';

/** One map: its file, how addresses are stored that it answers for, and their domains. */
export interface MapPart {
  readonly file: string;
  readonly key: LookupKey;
  readonly domains: readonly string[];
}

/** The file of one LDAP map (ldap_table(5)). */
export function ldapMap(settings: PostfixSettings, choice: PostfixChoice, part: MapPart): PostfixFile {
  return {
    name: part.file,
    remarks: [
      'Which members a group has. It belongs beside main.cf, where root and Postfix alone can read it:',
      `  chown root:postfix ${part.file} && chmod 640 ${part.file}`,
      `Try it with the address of a group: postmap -q ADDRESS ldap:/etc/postfix/${part.file}`,
    ],
    parameters: [
      ...serverParameters(settings),
      ...bindParameters(settings, choice),
      ...lookupParameters(settings, choice, part),
      ...answerParameters(settings),
    ],
  };
}

function serverParameters({ urls, startTls, ca, cert, key }: PostfixSettings): PostfixParameter[] {
  const parameters = [plain('server_host', urls.map(withSocket).join(' ')), plain('version', '3')];
  if (!startTls && !urls.some((url) => /^ldaps:/i.test(url))) return parameters;
  if (startTls) parameters.push(plain('start_tls', 'yes'));
  const ours = 'The path on this machine; the mail server may have it elsewhere.';
  const systems = 'Where Debian keeps the authorities of the system.';
  parameters.push({
    name: 'tls_ca_cert_file',
    value: ca ?? '/etc/ssl/certs/ca-certificates.crt',
    remarks: [ca === undefined ? systems : ours],
  });
  const remark = 'Without it, Postfix talks to anybody who answers in place of the server.';
  parameters.push({ name: 'tls_require_cert', value: 'yes', remarks: [remark] });
  if (cert !== undefined && key !== undefined) parameters.push(plain('tls_cert', cert), plain('tls_key', key));
  return parameters;
}

/** A URL without a path means the socket that the library was built with; Rollcall means this one. */
function withSocket(url: string): string {
  return /^ldapi:\/\/\/?$/i.test(url) ? 'ldapi://%2Fvar%2Frun%2Fslapd%2Fldapi' : url;
}

function bindParameters({ bind }: PostfixSettings, { bindDn }: PostfixChoice): PostfixParameter[] {
  if (bindDn === undefined && bind.kind === 'anonymous') return [plain('bind', 'no')];
  if (bindDn === undefined && bind.kind === 'external') {
    const remark = 'Postfix comes with its own user or certificate, and the server must let that one read.';
    return [{ name: 'bind', value: 'sasl', remarks: [remark] }, plain('sasl_mechs', 'EXTERNAL')];
  }
  const dn = bindDn ?? (bind.kind === 'simple' ? bind.dn : '');
  const writer = ['This account may write. Better give Postfix one that may only read: rollcall postfix --bind-dn DN'];
  return [
    plain('bind', 'yes'),
    { name: 'bind_dn', value: dnText(dn), remarks: bindDn === undefined ? writer : [] },
    {
      name: 'bind_pw',
      value: passwordPlaceholder,
      remarks: ['In this file and not in main.cf, which everybody on the machine can read.'],
    },
  ];
}

function lookupParameters(
  { base, filter, profile }: PostfixSettings,
  { honourEnabled }: PostfixChoice,
  { key, domains }: MapPart,
): PostfixParameter[] {
  const { enabled } = profile;
  const asks = honourEnabled ? enabled : undefined;
  const remarks =
    enabled === undefined
      ? []
      : honourEnabled
        ? [`Mail for a group without ${enabled.attribute}: ${enabled.on} is refused.`]
        : [
            `A group with ${enabled.attribute}: ${enabled.off} still gets mail. To refuse it: rollcall postfix --honour-enabled`,
          ];
  return [
    plain('search_base', dnText(base).replaceAll('%', '%%')),
    plain('scope', 'sub'),
    ...(domains.length === 0
      ? []
      : [{ name: 'domain', value: domains.join(' '), remarks: ['The directory is asked about these domains only.'] }]),
    { name: 'query_filter', value: queryFilter(filter, profile, key, asks), remarks },
  ];
}

function answerParameters({ profile, expansionLimit }: PostfixSettings): PostfixParameter[] {
  return [
    plain('result_attribute', profile.member),
    {
      name: 'expansion_limit',
      value: String(expansionLimit),
      remarks: ['A larger group is refused alone, and not every message with it among the recipients.'],
    },
    {
      name: 'size_limit',
      value: '1',
      remarks: ['Two entries with one address are an error. Otherwise their members are merged.'],
    },
  ];
}

/** A DN on one line. Postfix drops blanks at the end of a value, so an escaped one is written in digits. */
function dnText(dn: string): string {
  return escapeControls(dn).replace(/\\ $/, '\\20');
}

function plain(name: string, value: string): PostfixParameter {
  return { name, value, remarks: [] };
}
