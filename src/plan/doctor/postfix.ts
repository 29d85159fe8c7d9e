import type { Finding } from '../../model/diagnosis.ts';
import { type DoctorFacts, known } from './facts.ts';
import { error, failed, listed, note, ok, warning } from './finding.ts';
import { type GroupTable, groupTables, type PostfixFacts, type PostfixTable } from './postfix-facts.ts';

const printed = 'rollcall postfix prints a map and the line for main.cf.';

/** Whether Postfix can read its files, looks groups up at all, and in which place among its maps. */
export function checkPostfix({ inputs, postfix }: DoctorFacts): readonly Finding[] {
  if (postfix.kind === 'failed') return [failed(postfix)];
  const facts = known(postfix);
  if (facts === undefined || inputs.settings === undefined) return [];
  const { member } = inputs.settings.profile;
  const groups = groupTables(facts, member);
  return [
    ...lookups(facts, groups, member),
    ...order(facts, groups),
    ...localAliases(facts, groups),
    ...fileFindings(facts.file, facts),
    ...groups.flatMap(({ table }) => (table.inMain ? [] : fileFindings(table.file, table))),
    ...unknownNames(facts),
  ];
}

function lookups({ tables, file }: PostfixFacts, groups: readonly GroupTable[], member: string): readonly Finding[] {
  const broken = tables.flatMap(({ name, table }) =>
    table.kind === 'failed' ? [error(`${name} cannot be read: ${table.message}`, table.hint)] : [],
  );
  if (groups.length > 0) return [ok(`groups are looked up in ${listed(groups.map(({ name }) => name))}`), ...broken];
  if (tables.length === 0) return [error(`virtual_alias_maps is empty in ${file}: no group gets mail`, printed)];
  if (broken.length > 0) return broken;
  const names = listed(tables.map(({ name }) => name));
  return [error(`none of the maps in virtual_alias_maps gives ${member}: ${names}`, printed)];
}

/** The first map that answers wins: those of mailboxes go first, and one that answers for everything goes last. */
function order({ tables }: PostfixFacts, groups: readonly GroupTable[]): readonly Finding[] {
  const isGroup = ({ name }: PostfixTable): boolean => groups.some((group) => group.name === name);
  const first = tables.findIndex(isGroup);
  const last = tables.findLastIndex(isGroup);
  if (first < 0) return [];
  const names = (found: readonly PostfixTable[]): string => listed(found.map(({ name }) => name));
  const behind = tables.slice(first + 1).filter((table) => !isGroup(table) && table.type === 'ldap');
  const patterns = tables.slice(0, last).filter(({ type }) => ['regexp', 'pcre', 'static'].includes(type));
  const findings: Finding[] = [];
  if (behind.length > 0) {
    const message = `groups are looked up before ${names(behind)}: a group takes the mail of an address that is there too`;
    findings.push(warning(message, 'Put the map of the groups behind those of mailboxes in virtual_alias_maps.'));
  }
  if (patterns.length > 0) {
    const message = `${names(patterns)} stands before the groups, and may answer for their addresses`;
    findings.push(note(message, 'Put it behind the map of the groups when it answers for everything.'));
  }
  return findings;
}

function localAliases({ localTables }: PostfixFacts, groups: readonly GroupTable[]): readonly Finding[] {
  const shared = groups.filter(({ source }) => localTables.includes(source));
  if (shared.length === 0) return [];
  const message = `${listed(shared.map(({ name }) => name))} is in alias_maps too: there, Postfix carries out members that begin with | or /`;
  return [warning(message, 'Take it out of alias_maps.')];
}

/** What is wrong with the text of a file. */
function fileFindings(
  file: string,
  { repeated, wrongLines }: Pick<PostfixFacts, 'repeated' | 'wrongLines'>,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (wrongLines.length > 0) {
    const message = `${file} has lines that set nothing: ${listed(wrongLines.map(String))}`;
    findings.push(error(message, 'Write name = value; a line that continues another one begins with a blank.'));
  }
  if (repeated.length > 0) {
    const message = `${file} sets more than once: ${listed(repeated)}; the last line counts`;
    findings.push(warning(message, 'Keep one of the lines.'));
  }
  return findings;
}

function unknownNames({ unknown }: PostfixFacts): readonly Finding[] {
  if (unknown.length === 0) return [];
  const message = `virtual_alias_maps or its limit names ${listed([...new Set(unknown)])}, which is not set here`;
  return [note(message, 'What Postfix takes for it is shown by: postconf virtual_alias_maps')];
}
