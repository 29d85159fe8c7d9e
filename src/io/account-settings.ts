import { parseDn } from '../ldap/dn.ts';
import { type Filter, parseFilter } from '../ldap/filter.ts';
import type { AccountsFile } from '../manifest/settings-file.ts';
import type { ReportProblem } from './owner-settings.ts';
import type { AccountSettings } from './run-settings.ts';

/** The accounts' settings with their defaults; undefined when there are none, or when they are wrong. */
export function checkAccounts(
  file: AccountsFile | undefined,
  domains: readonly string[],
  report: ReportProblem,
): AccountSettings | undefined {
  if (file === undefined) return undefined;
  const path = ['mail', 'accounts'];
  if (domains.length === 0) {
    const hint = 'List our domains under mail.domains: members in others need no account.';
    report('RC304', path, 'mail.accounts needs mail.domains', hint);
  }
  const filter = checkFilter(file.filter, report);
  const attributes = checkAttributes(file.attribute ?? 'mail', report);
  if (file.base === undefined) {
    const hint = 'Name the DN below which the accounts are; or set ROLLCALL_ACCOUNTS_BASE.';
    report('RC303', path, 'mail.accounts.base is missing', hint);
    return undefined;
  }
  if (parseDn(file.base) === undefined || file.base.trim() === '') {
    const hint = 'Write it like ou=People,ou=Mail,dc=example,dc=net.';
    report('RC302', [...path, 'base'], 'mail.accounts.base is not a DN', hint);
  }
  return { base: file.base, filter, attributes };
}

function checkFilter(text: string | undefined, report: ReportProblem): Filter | undefined {
  if (text === undefined) return undefined;
  const parsed = parseFilter(text);
  if ('filter' in parsed) return parsed.filter;
  const message = `mail.accounts.filter is not a filter: ${parsed.problem} (at character ${parsed.offset + 1})`;
  report('RC302', ['mail', 'accounts', 'filter'], message, 'Write it like (mailEnabled=TRUE).');
  return undefined;
}

/** An attribute type as RFC 4512 §1.4 has it: a name or an OID, without options. */
const attributeType = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/;

function checkAttributes(given: string | readonly string[], report: ReportProblem): readonly string[] {
  const names = typeof given === 'string' ? [given] : given;
  for (const name of names) {
    if (attributeType.test(name)) continue;
    const message = `mail.accounts.attribute: ${JSON.stringify(name)} is not the name of an attribute`;
    report('RC302', ['mail', 'accounts', 'attribute'], message, 'Write it like mail, or [mail, mailAlias].');
  }
  return names;
}
