import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostfixPrograms } from './postfix-install.ts';

/** What a test's Postfix is configured from. */
export interface PostfixConf {
  readonly programs: PostfixPrograms;
  readonly folder: string;
  /** Where it listens. */
  readonly port: number;
  /** Where all mail goes, so that none can leave the machine. */
  readonly sinkPort: number;
  /** Variables that every daemon gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Text of the table of groups, ldap_table(5). */
  readonly groups: string;
  /** Text of the table of mailboxes. */
  readonly users: string;
  /** What main.cf says besides, or otherwise than usual, by parameter. */
  readonly main: Readonly<Record<string, string>>;
}

/** The folders of a queue that belong to Postfix itself. */
export const queueFolders: readonly string[] = [
  ...['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming'],
  ...['maildrop', 'private', 'public', 'saved', 'trace'],
];

/** Every domain is one of ours with mailboxes, and every delivery goes to the sink. */
export function mainCf(conf: PostfixConf): string {
  const { programs, folder, sinkPort } = conf;
  const { owner, group } = accounts();
  const variables = Object.entries(conf.environment).map(([name, value]) => `${name}=${value}`);
  const parameters: Readonly<Record<string, string>> = {
    compatibility_level: '3.6',
    config_directory: join(folder, 'etc'),
    meta_directory: join(folder, 'etc'),
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    daemon_directory: programs.daemons,
    command_directory: programs.commands,
    shlib_directory: programs.shared,
    import_environment: ['MAIL_CONFIG', 'TZ', 'LANG=C', 'POSTLOG_SERVICE', 'POSTLOG_HOSTNAME', ...variables].join(' '),
    maillog_file: '/dev/stdout',
    mail_owner: owner,
    setgid_group: group,
    myhostname: 'mx.example.net',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    alias_maps: '',
    alias_database: '',
    local_recipient_maps: '',
    recipient_delimiter: '+',
    virtual_mailbox_domains: 'static:all',
    virtual_mailbox_maps: `ldap:${join(folder, 'etc/ldap-users.cf')}`,
    virtual_alias_maps: `ldap:${join(folder, 'etc/ldap-groups.cf')}`,
    virtual_transport: `smtp:[127.0.0.1]:${sinkPort}`,
    default_transport: `smtp:[127.0.0.1]:${sinkPort}`,
    smtp_host_lookup: 'native',
    disable_dns_lookups: 'yes',
    smtp_tls_security_level: 'none',
    smtp_destination_recipient_limit: '5000',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    smtpd_peername_lookup: 'no',
    in_flow_delay: '0',
    ...conf.main,
  };
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** The daemons that a message meets. */
export function masterCf({ port }: PostfixConf): string {
  const unix: readonly (readonly [name: string, command: string, limit?: string])[] = [
    ['rewrite', 'trivial-rewrite'],
    ['bounce', 'bounce', '0'],
    ['defer', 'bounce', '0'],
    ['trace', 'bounce', '0'],
    ['verify', 'verify', '1'],
    ['proxymap', 'proxymap'],
    ['smtp', 'smtp'],
    ['error', 'error'],
    ['retry', 'error'],
    ['discard', 'discard'],
    ['anvil', 'anvil', '1'],
  ];
  return [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'qmgr unix n - n 300 1 qmgr',
    'cleanup unix n - n - 0 cleanup',
    'flush unix n - n - 0 flush',
    'postlog unix-dgram n - n - 1 postlogd',
    ...unix.map(([name, command, limit]) => `${name} unix - - n - ${limit ?? '-'} ${command}`),
    '',
  ].join('\n');
}

/** The text of an LDAP table. */
export function ldapTable(url: string, base: string, filter: string, attribute: string): string {
  const lines = { server_host: url, version: '3', bind: 'no', search_base: base, query_filter: filter };
  return [...Object.entries({ ...lines, result_attribute: attribute }), ['timeout', '10']]
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** Postfix's own accounts where it is installed; else two that every system has. It insists on some that are not root. */
function accounts(): { readonly owner: string; readonly group: string } {
  const has = (file: string, name: string): boolean =>
    readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => line.startsWith(`${name}:`));
  const owner = ['postfix', 'mail'].find((name) => has('/etc/passwd', name));
  const group = ['postdrop', 'daemon'].find((name) => has('/etc/group', name));
  if (owner === undefined || group === undefined) throw new Error('there is neither an account postfix nor mail here');
  return { owner, group };
}
