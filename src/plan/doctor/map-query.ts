import type { Finding } from '../../model/diagnosis.ts';
import { valuesOf } from '../../model/entry.ts';
import type { CurrentGroup } from '../../model/group.ts';
import { type LdapTable, tableValue, wordsOf } from '../../postfix/ldap-table.ts';
import type { SettingsFacts } from './facts.ts';
import { counted, error, listed, note, ok, warning } from './finding.ts';
import { type QueryVerdict, queryVerdict } from './query-verdict.ts';

type Known = Extract<QueryVerdict, { kind: 'known' }>;

/** Whether a `query_filter` finds the groups as they are stored, by their address, and whether it asks for the switch. */
export function checkQueryFilter(
  table: LdapTable,
  settings: SettingsFacts,
  groups: readonly CurrentGroup[],
): readonly Finding[] {
  const text = tableValue(table, 'query_filter');
  const verdict = queryVerdict(text, settings);
  if (verdict.kind === 'no filter') {
    const hint = 'rollcall postfix prints one that fits. It stands there without quotes.';
    return [error(`${table.file}: query_filter is no filter: ${verdict.problem}: ${text}`, hint)];
  }
  const wrong = wrongFilter(table, verdict, settings, text);
  if (wrong !== undefined) return [wrong];
  return [
    ok(`${table.file} asks ${settings.profile.address} for the address`),
    ...switchFindings(table, verdict, settings, groups),
    ...strangerFindings(table, verdict),
  ];
}

function wrongFilter(
  { file, parameters }: LdapTable,
  verdict: Known,
  { profile }: SettingsFacts,
  text: string,
): Finding | undefined {
  const hint = 'rollcall postfix prints a query_filter that fits the settings.';
  if (verdict.reversed && !verdict.otherAddress) {
    const message = `${file}: query_filter finds entries that have the address in ${profile.member}: there, entries are the members of the lists that they name`;
    return error(message, 'Rollcall keeps members on the entry of the group. Do not run it on such a tree.');
  }
  if (!verdict.on) {
    const asks = verdict.asked.length === 0 ? '' : ` (it compares the address with ${listed(verdict.asked)})`;
    return error(`${file}: query_filter does not find a group as the settings store it${asks}: ${text}`, hint);
  }
  if (verdict.otherAddress) return error(`${file}: query_filter finds groups whatever the address is: ${text}`, hint);
  const limited = wordsOf(parameters.get('domain') ?? '').length > 0;
  if (verdict.otherDomain && !limited) {
    const message = `${file}: query_filter compares local parts, so a group answers for every domain`;
    return error(message, `Set domain = ${profile.domain ?? 'the domains of the groups'}.`);
  }
  return undefined;
}

function switchFindings(
  { file }: LdapTable,
  { off, unset }: Known,
  { profile: { enabled } }: SettingsFacts,
  groups: readonly CurrentGroup[],
): readonly Finding[] {
  if (enabled === undefined) return [];
  const { attribute, on } = enabled;
  const those = (wanted: (values: readonly string[]) => boolean): readonly string[] =>
    groups.filter(({ entry }) => wanted(valuesOf(entry, attribute).map(String))).map(({ address }) => address);
  const without = those((values) => values.length === 0);
  const disabled = those((values) => values.length > 0 && !values.includes(on));
  if (off) {
    const hint = 'rollcall postfix --honour-enabled prints a query_filter that asks.';
    return disabled.length === 0
      ? [note(`${file} does not ask for ${attribute}: a group that is switched off still gets mail`, hint)]
      : [warning(`${file} does not ask for ${attribute}: mail still goes to ${listed(disabled)}, switched off`, hint)];
  }
  const asks = ok(`${file} refuses mail for groups that are switched off`);
  if (unset || without.length === 0) return [asks];
  const message = `${counted(without.length, 'group')} without ${attribute} ${without.length === 1 ? 'gets' : 'get'} no mail: ${listed(without)}`;
  return [
    asks,
    warning(message, `Declare enabled: true in ${without.length === 1 ? 'its manifest' : 'their manifests'}.`),
  ];
}

function strangerFindings({ file }: LdapTable, { strangers }: Known): readonly Finding[] {
  if (!strangers) return [];
  const message = `${file} finds entries with members that are no groups for Rollcall too (directory.filter)`;
  return [note(message, 'rollcall postfix prints a query_filter with the same condition.')];
}
