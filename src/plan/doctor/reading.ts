import type { Finding } from '../../model/diagnosis.ts';
import { valuesOf } from '../../model/entry.ts';
import type { CurrentGroup } from '../../model/group.ts';
import { type DoctorFacts, type HiddenProbe, known, type SettingsFacts } from './facts.ts';
import { counted, error, listed, note, ok, warning } from './finding.ts';

/** Whether the account sees all that a group has: members that are hidden would look as if they were not there. */
export function checkReading(facts: DoctorFacts): readonly Finding[] {
  const { inputs, groups } = facts;
  const read = known(groups)?.groups ?? [];
  if (inputs.settings === undefined || inputs.settings.isFile || read.length === 0) return [];
  return [...memberFindings(facts, inputs.settings, read), ...identifierFindings(facts, read)];
}

function memberFindings(
  { hidden }: DoctorFacts,
  { profile }: SettingsFacts,
  groups: readonly CurrentGroup[],
): readonly Finding[] {
  const empty = groups.filter(({ members }) => members.length === 0).length;
  if (empty === 0) return [ok(`every group shows its ${profile.address} and its ${profile.member}`)];
  const probes = known(hidden) ?? [];
  if (probes.length === 0) {
    const message = `${counted(empty, 'group')} ${empty === 1 ? 'shows' : 'show'} no members, and it cannot be told whether they are hidden`;
    return [warning(message, `Make sure that the bind DN may read ${profile.member}.`)];
  }
  const found = probes.filter(({ members }) => members === 'present');
  const unknown = probes.filter(({ members }) => members === 'unknown');
  if (found.length + unknown.length === 0) {
    return [ok(`every group shows its members; ${counted(empty, 'group')} ${empty === 1 ? 'has' : 'have'} none`)];
  }
  return [...hiddenMembers(found, profile.member), ...untold(unknown, profile.member)];
}

const rights = (member: string): string =>
  `Let the bind DN read ${member} (olcAccess); otherwise these groups look empty, and a plan adds members that are there already.`;

function hiddenMembers(probes: readonly HiddenProbe[], member: string): readonly Finding[] {
  if (probes.length === 0) return [];
  const dns = listed(probes.map(({ dn }) => dn));
  return [error(`members are there and hidden from us in ${counted(probes.length, 'group')}: ${dns}`, rights(member))];
}

function untold(probes: readonly HiddenProbe[], member: string): readonly Finding[] {
  if (probes.length === 0) return [];
  const message = `${counted(probes.length, 'group')} ${probes.length === 1 ? 'shows' : 'show'} no members, and we may not ask whether there are any: ${listed(probes.map(({ dn }) => dn))}`;
  return [error(message, rights(member))];
}

/** entryUUID and entryCSN tell one state of an entry from the next. */
function identifierFindings({ rootDse }: DoctorFacts, groups: readonly CurrentGroup[]): readonly Finding[] {
  const without = (name: string): boolean => groups.some(({ entry }) => valuesOf(entry, name).length === 0);
  const missing = ['entryUUID', 'entryCSN'].filter(without);
  if (missing.length === 0) return [ok('entryUUID and entryCSN can be read')];
  const message = `not every group shows ${missing.join(' and ')}: a change by somebody else between reading and writing is noticed in members alone`;
  if (known(rootDse)?.kind !== 'openldap') return [note(message, undefined)];
  return [warning(message, `Let the bind DN read ${missing.join(' and ')} (olcAccess).`)];
}
