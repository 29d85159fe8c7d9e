import { dnKey, isDn, isWithin } from '../../ldap/dn.ts';
import type { Finding } from '../../model/diagnosis.ts';
import { fillKey } from '../../postfix/fill-key.ts';
import { type LdapTable, tableValue, wordsOf } from '../../postfix/ldap-table.ts';
import { type DoctorFacts, known, type SettingsFacts } from './facts.ts';
import { error, listed, note, ok, warning } from './finding.ts';
import { checkQueryFilter } from './map-query.ts';
import { groupTables } from './postfix-facts.ts';

/** Whether Postfix looks where the groups are, for the addresses that they may have, and asks for what is stored. */
export function checkMapLookup(facts: DoctorFacts): readonly Finding[] {
  const { settings } = facts.inputs;
  const postfix = known(facts.postfix);
  if (postfix === undefined || settings === undefined) return [];
  const tables = groupTables(postfix, settings.profile.member);
  const domains = tables.flatMap(({ table }) => wordsOf(tableValue(table, 'domain')));
  const unlimited = tables.some(({ table }) => tableValue(table, 'domain') === '');
  return [
    ...tables.flatMap(({ table }) => [
      ...base(table, settings),
      ...checkQueryFilter(table, settings, known(facts.groups)?.groups ?? []),
      ...twice(table),
    ]),
    ...(tables.length === 0 ? [] : domainFindings(unlimited ? [] : domains, settings, tables[0]?.table.file ?? '')),
  ];
}

function base(table: LdapTable, { base: ours, profile }: SettingsFacts): readonly Finding[] {
  const template = tableValue(table, 'search_base');
  const theirs = fillKey(template, `probe@${profile.domain ?? 'example.net'}`, (text) => text) ?? '';
  const hint = `Set search_base = ${ours}.`;
  if (template === '') return [error(`${table.file} has no search_base`, hint)];
  if (!isDn(theirs)) return [error(`${table.file}: search_base is no DN: ${template}`, hint)];
  if (!isWithin(ours, theirs)) {
    const deeper = isWithin(theirs, ours) ? 'groups elsewhere below directory.base get no mail' : 'no group is there';
    return [error(`${table.file} looks in ${theirs}: ${deeper}`, hint)];
  }
  return scope(table, theirs, dnKey(theirs) === dnKey(ours), ours);
}

function scope(table: LdapTable, theirs: string, same: boolean, ours: string): readonly Finding[] {
  const hint = 'Set scope = sub, or take the line out.';
  const word = tableValue(table, 'scope').toLowerCase();
  if (word === 'base' || (word === 'one' && !same)) {
    return [error(`${table.file} looks at ${theirs} with scope ${word}, where no group is found`, hint)];
  }
  if (word === 'one') {
    return [
      warning(`${table.file} finds only groups directly below ${theirs} (scope), and Rollcall all below it`, hint),
    ];
  }
  if (same) return [ok(`${table.file} looks where the groups are`)];
  const message = `${table.file} looks in ${theirs}, of which directory.base is a part`;
  return [note(message, `Groups elsewhere get mail too, and Rollcall does not see them: search_base = ${ours}`)];
}

function twice(table: LdapTable): readonly Finding[] {
  if (tableValue(table, 'size_limit') === '1') return [];
  const message = `${table.file}: when two entries have one address, Postfix merges their members (size_limit)`;
  return [note(message, 'Set size_limit = 1: then such mail waits until somebody has looked.')];
}

/** `domain` of all tables together: which addresses are looked up at all. */
function domainFindings(theirs: readonly string[], settings: SettingsFacts, file: string): readonly Finding[] {
  const { profile } = settings;
  const ours = [...new Set([...settings.domains, ...(profile.domain === undefined ? [] : [profile.domain])])];
  if (theirs.length === 0) {
    const names = ours.length === 0 ? 'the domains of the groups' : ours.join(' ');
    const message = `${file} has no domain: the directory is asked about every recipient in the world`;
    return [note(message, `Set domain = ${names}.`)];
  }
  if (theirs.some((word) => word.includes(':') || word.startsWith('/'))) {
    return [note(`${file} has its domains in another file, which is not looked at`, undefined)];
  }
  const has = (list: readonly string[], domain: string): boolean =>
    list.some((one) => one.toLowerCase() === domain.toLowerCase());
  const missing = ours.filter((domain) => !has(theirs, domain));
  const more = theirs.filter((domain) => !has(ours, domain));
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const message = `domain leaves out ${listed(missing)}: groups there get no mail`;
    findings.push(error(message, `Add it to domain in ${file}.`));
  }
  if (more.length > 0) {
    const message =
      ours.length === 0
        ? `Postfix looks up groups in ${listed(more)} only, and the settings let groups be anywhere`
        : `Postfix looks up groups in ${listed(more)} too, where the settings have none`;
    findings.push(note(message, 'Name the domains of the groups under mail.domains.'));
  }
  return findings;
}
