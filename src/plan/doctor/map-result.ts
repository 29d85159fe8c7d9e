import type { Finding } from '../../model/diagnosis.ts';
import { tableValue, wordsOf } from '../../postfix/ldap-table.ts';
import { type DoctorFacts, known, type SettingsFacts } from './facts.ts';
import { error, listed, note, ok, warning } from './finding.ts';
import { type GroupTable, groupTables } from './postfix-facts.ts';

/** Whether Postfix takes the members, all of them, and nothing else. */
export function checkMapResult({ inputs, postfix }: DoctorFacts): readonly Finding[] {
  const { settings, largest } = inputs;
  const facts = known(postfix);
  if (facts === undefined || settings === undefined) return [];
  return groupTables(facts, settings.profile.member).flatMap((group) => {
    const findings = [
      ...attributes(group, settings),
      ...format(group),
      ...limits(group, settings.expansionLimit, largest?.members ?? 0),
    ];
    return findings.length > 0
      ? findings
      : [ok(`${group.table.file} gives ${settings.profile.member}, up to the limit and as it is`)];
  });
}

function attributes({ table }: GroupTable, { profile }: SettingsFacts): readonly Finding[] {
  const words = (name: string): readonly string[] => wordsOf(tableValue(table, name));
  const is =
    (attribute: string) =>
    (word: string): boolean =>
      word.toLowerCase() === attribute.toLowerCase();
  const results = words('result_attribute');
  const others = results.filter((word) => !is(profile.member)(word));
  const findings: Finding[] = [];
  if (!results.some(is(profile.member))) {
    const message = `${table.file}: ${profile.member} is not in result_attribute, but only a leaf or terminal attribute`;
    findings.push(warning(message, `Set result_attribute = ${profile.member}.`));
  }
  if (others.some(is(profile.address))) {
    const message = `${table.file}: result_attribute names ${profile.address} too, so every group is a member of itself`;
    findings.push(warning(message, `Set result_attribute = ${profile.member}.`));
  }
  const rest = others.filter((word) => !is(profile.address)(word));
  if (rest.length > 0) {
    const message = `${table.file}: result_attribute names ${listed(rest)} too; Rollcall does not see these recipients`;
    findings.push(warning(message, `Set result_attribute = ${profile.member}, or know that there are more.`));
  }
  const special = words('special_result_attribute');
  if (special.length > 0) {
    const message = `${table.file}: special_result_attribute follows ${listed(special)}; Rollcall does not see these recipients`;
    findings.push(note(message, undefined));
  }
  const terminal = words('terminal_result_attribute').filter((word) => !is(profile.member)(word));
  if (terminal.length > 0) {
    const message = `${table.file}: in a group that has ${listed(terminal)}, that replaces all members (terminal_result_attribute)`;
    findings.push(warning(message, 'Take terminal_result_attribute out.'));
  }
  return findings;
}

function format({ table }: GroupTable): readonly Finding[] {
  const text = tableValue(table, 'result_format');
  if (text === '%s') return [];
  const message = `${table.file}: result_format makes other addresses of the members: ${text}`;
  return [warning(message, 'Take result_format (or result_filter) out: members are whole addresses.')];
}

function limits({ table }: GroupTable, ours: number, largest: number): readonly Finding[] {
  const text = tableValue(table, 'expansion_limit');
  const limit = Number(text);
  if (!/^[0-9]+$/.test(text)) return [error(`${table.file}: expansion_limit is no number: ${text}`, 'Write a number.')];
  if (limit === 0) {
    const message = `${table.file} has no expansion_limit: one group above the limit has whole messages refused, for all their recipients`;
    return [note(message, `Set expansion_limit = ${ours}: then only that group is refused.`)];
  }
  if (limit >= ours) return [];
  const message = `${table.file}: a group of more than ${limit} members gets no mail (expansion_limit), and mail.expansionLimit is ${ours}`;
  const hint = `Set expansion_limit = ${ours}.`;
  return [largest > limit ? error(message, hint) : warning(message, hint)];
}
