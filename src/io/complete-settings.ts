import { parseDn } from '../ldap/dn.ts';
import { equals, type Filter, parseFilter } from '../ldap/filter.ts';
import { nisMailAlias, postfixBook } from '../ldap/profile.ts';
import type { BindFile, ProfileFile, SettingsLayer, ThresholdFile } from '../manifest/settings-file.ts';
import { addressProblem, lowerAscii } from '../model/address.ts';
import { isTimeZone } from '../model/calendar.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { Profile } from '../model/profile.ts';
import { defaultSafety, type Threshold } from '../model/safety.ts';
import { checkAccounts } from './account-settings.ts';
import { checkGuards } from './guard-settings.ts';
import { checkOwners, type ReportProblem } from './owner-settings.ts';
import { checkQueries } from './query-settings.ts';
import type { BindChoice, LoadedSettings } from './run-settings.ts';

/** What completing needs besides the merged layers. */
export interface Completion {
  /** Where a key stands in the settings file. */
  readonly locate: (path: readonly string[]) => Diagnostic['source'];
  /** An absolute path as messages show it. */
  readonly shown: (path: string) => string;
  /** The value of ROLLCALL_ALLOWED_SERVERS. */
  readonly allowedServers: string | undefined;
}

/** Fills in the defaults and checks what one key alone cannot tell: DNs, filters, contradictions, what is missing. */
export function completeSettings(layer: SettingsLayer, completion: Completion): LoadedSettings {
  const diagnostics: Diagnostic[] = [];
  const report: ReportProblem = (code, path, message, hint) => {
    diagnostics.push({ code, severity: 'error', message, hint, source: completion.locate(path) });
  };
  const directory = layer.directory ?? {};
  const url = checkUrl(directory.url, layer, report);
  const base = checkBase(directory.base, report);
  const domains = checkDomains(layer.mail?.domains ?? [], report);
  const profile = completeProfile(layer.profile, domains, report);
  const filter = checkFilter(directory.filter, profile, report);
  const bind = checkBind(directory.bind, report);
  const timeZone = checkTimeZone(layer.calendar?.timeZone ?? 'UTC', report);
  const owners = checkOwners(layer.owners ?? {}, report);
  const guards = checkGuards(layer, domains, report, completion.locate);
  const accounts = checkAccounts(layer.mail?.accounts, domains, report);
  const queries = checkQueries(layer, report);
  const tls = directory.tls ?? {};
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    report('RC304', ['directory', 'tls'], 'directory.tls has one of cert and key', 'Give both, or none.');
  }
  if (hasErrors(diagnostics)) return { settings: undefined, diagnostics };
  const ldifFile = isServer(url) ? undefined : url;
  return {
    diagnostics,
    settings: {
      directory: {
        url: ldifFile === undefined ? url : completion.shown(ldifFile),
        urls: ldifFile === undefined ? serversOf(url) : [],
        ldifFile,
        base,
        filter,
        bind,
        sharedPasswordFile: directory.bind?.sharedPasswordFile ?? 'refuse',
        startTls: tls.startTls ?? false,
        ca: tls.ca,
        cert: tls.cert,
        key: tls.key,
        plaintextPassword: tls.plaintextPassword ?? 'refuse',
        timeout: directory.timeout ?? 60,
        pageSize: directory.pageSize ?? 200,
        inFlight: directory.inFlight ?? 32,
        requestLimit: directory.requestLimit,
        retry: { tries: directory.retry?.tries ?? 5, seconds: directory.retry?.seconds ?? 60 },
      },
      profile,
      defaults: Object.fromEntries(Object.entries(layer.defaults ?? {}).map(([name, value]) => [name, String(value)])),
      prune: layer.prune ?? 'declared',
      safety: {
        perGroup: threshold(layer.safety?.perGroup, defaultSafety.perGroup),
        perRun: threshold(layer.safety?.perRun, defaultSafety.perRun),
        deletions: threshold(layer.safety?.deletions, defaultSafety.deletions),
      },
      mail: {
        localPart: layer.mail?.localPart ?? 'fold',
        domains,
        expansionLimit: layer.mail?.expansionLimit ?? 1000,
        recipientDelimiter: layer.mail?.recipientDelimiter ?? '+',
        internal: guards.internal,
        forbiddenDomains: guards.forbiddenDomains,
        accounts,
      },
      calendar: { timeZone, upcomingDays: layer.calendar?.upcomingDays ?? 14 },
      owners,
      folders: guards.folders,
      pins: guards.pins,
      queries,
      rules: layer.rules ?? {},
      allowedServers: completion.allowedServers?.split(',').map((server) => server.trim()),
    },
  };
}

/** Whether a URL names a server; otherwise it is the path of an LDIF file. */
export function isServer(url: string): boolean {
  return /^[a-z]+:\/\//i.test(url);
}

/** The URLs of one setting, as blanks separate them. */
function serversOf(url: string): readonly string[] {
  return url.trim().split(/\s+/);
}

function checkUrl(url: string | undefined, { directory }: SettingsLayer, report: ReportProblem): string {
  const path = ['directory', 'url'];
  if (url === undefined) {
    report(
      'RC303',
      path,
      'directory.url is missing',
      'Name the server (ldap://host) or an LDIF file; or set ROLLCALL_URL.',
    );
    return '';
  }
  if (isServer(url) && serversOf(url).some((one) => !/^ldap[si]?:\/\//i.test(one))) {
    report(
      'RC302',
      path,
      'directory.url is neither LDAP URLs nor a path',
      'Write ldap://host, ldaps://host or ldapi:///socket, several with blanks between, or the path of an LDIF file.',
    );
  }
  if (directory?.tls?.startTls === true && isServer(url) && serversOf(url).some((one) => !/^ldap:\/\//i.test(one))) {
    report(
      'RC304',
      ['directory', 'tls', 'startTls'],
      'startTls is for ldap:// only',
      'Take startTls out, or write ldap://.',
    );
  }
  return url;
}

function checkBase(base: string | undefined, report: ReportProblem): string {
  const path = ['directory', 'base'];
  if (base === undefined) {
    report('RC303', path, 'directory.base is missing', 'Name the DN below which the groups are; or set ROLLCALL_BASE.');
    return '';
  }
  if (parseDn(base) === undefined || base.trim() === '') {
    report('RC302', path, 'directory.base is not a DN', 'Write it like ou=Groups,dc=example,dc=net.');
  }
  return base;
}

function checkFilter(text: string | undefined, profile: Profile, report: ReportProblem): Filter {
  if (text === undefined) return equals('objectClass', profile.groupClass);
  const parsed = parseFilter(text);
  if ('filter' in parsed) return parsed.filter;
  const message = `directory.filter is not a filter: ${parsed.problem} (at character ${parsed.offset + 1})`;
  report('RC302', ['directory', 'filter'], message, 'Write it like (objectClass=PostfixBookMailAccount).');
  return equals('objectClass', profile.groupClass);
}

function checkBind(bind: BindFile | undefined, report: ReportProblem): BindChoice {
  if (bind?.external === true) {
    if (bind.dn !== undefined || bind.passwordFile !== undefined) {
      report('RC304', ['directory', 'bind'], 'directory.bind has external and a DN or password', 'Choose one of them.');
    }
    return { kind: 'external' };
  }
  if (bind?.dn === undefined) {
    if (bind?.passwordFile !== undefined) {
      report('RC303', ['directory', 'bind'], 'directory.bind has a password file but no dn', 'Name the DN to bind as.');
    }
    return { kind: 'anonymous' };
  }
  if (parseDn(bind.dn) === undefined) {
    report(
      'RC302',
      ['directory', 'bind', 'dn'],
      'directory.bind.dn is not a DN',
      'Write it like cn=rollcall,dc=example,dc=net.',
    );
  }
  return { kind: 'simple', dn: bind.dn, passwordFile: bind.passwordFile };
}

function checkDomains(domains: readonly string[], report: ReportProblem): readonly string[] {
  for (const domain of domains) {
    if (addressProblem(`x@${domain}`) === undefined) continue;
    report(
      'RC302',
      ['mail', 'domains'],
      `mail.domains: ${JSON.stringify(domain)} is not a domain`,
      'Write it like example.net.',
    );
  }
  return domains.map(lowerAscii);
}

function checkTimeZone(timeZone: string, report: ReportProblem): string {
  if (isTimeZone(timeZone)) return timeZone;
  const message = `calendar.timeZone: ${JSON.stringify(timeZone)} is not a time zone`;
  report('RC302', ['calendar', 'timeZone'], message, 'Write an IANA name, such as Europe/Berlin or UTC.');
  return 'UTC';
}

function completeProfile(given: SettingsLayer['profile'], domains: readonly string[], report: ReportProblem): Profile {
  const file: ProfileFile = typeof given === 'object' ? given : { extends: given ?? 'postfix-book' };
  const start = file.extends === 'nis-mail-alias' ? nisMailAlias : file.extends === undefined ? bare : postfixBook;
  const profile: Profile = {
    name: typeof given === 'object' ? 'custom' : start.name,
    objectClasses: file.objectClasses ?? start.objectClasses,
    groupClass: file.groupClass ?? start.groupClass,
    address: file.address ?? start.address,
    domain: file.domain ?? (file.extends === 'nis-mail-alias' && domains.length === 1 ? domains[0] : undefined),
    member: file.member ?? start.member,
    memberRule: file.memberMatching ?? start.memberRule,
    rules: start.rules,
    enabled: file.enabled ?? start.enabled,
    description: file.description ?? start.description,
    defaults: start.defaults,
    allowedAttributes: file.attributes ?? start.allowedAttributes,
    ia5Attributes: start.ia5Attributes,
    accountAttributes: file.accountAttributes?.map(lowerAscii) ?? start.accountAttributes,
  };
  for (const key of ['groupClass', 'address', 'member'] as const) {
    if (profile[key] === '')
      report('RC303', ['profile'], `profile.${key} is missing`, 'Name it, or start with extends: postfix-book.');
  }
  if (profile.objectClasses.length === 0) {
    report(
      'RC303',
      ['profile'],
      'profile.objectClasses is missing',
      'List the classes of new entries, the structural one among them.',
    );
  }
  if (file.extends === 'nis-mail-alias' && profile.domain === undefined) {
    report(
      'RC304',
      ['profile'],
      'nis-mail-alias stores local parts, and their domain is not known',
      'Name the one domain under mail.domains, or profile: { extends: nis-mail-alias, domain: example.net }.',
    );
  }
  return profile;
}

const bare: Profile = {
  name: 'custom',
  objectClasses: [],
  groupClass: '',
  address: '',
  domain: undefined,
  member: '',
  memberRule: 'caseExact',
  rules: new Map(),
  enabled: undefined,
  description: undefined,
  defaults: {},
  allowedAttributes: [],
  ia5Attributes: [],
  accountAttributes: postfixBook.accountAttributes,
};

function threshold(file: ThresholdFile | undefined, fallback: Threshold): Threshold {
  return { percent: file?.percent ?? fallback.percent, floor: file?.floor ?? fallback.floor };
}
