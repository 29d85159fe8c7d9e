import type { EntryProblem } from '../../ldap/decode.ts';
import { groupKey } from '../../ldap/group-key.ts';
import type { Finding } from '../../model/diagnosis.ts';
import type { CurrentGroup } from '../../model/group.ts';
import type { DoctorFacts } from './facts.ts';
import { counted, error, failed, listed, note, ok, warning } from './finding.ts';

/** Whether everything below the base is a group, was read completely, and answers for addresses of its own. */
export function checkGroups({ groups }: DoctorFacts): readonly Finding[] {
  switch (groups.kind) {
    case 'skipped':
      return [];
    case 'failed':
      return [failed(groups)];
    case 'known': {
      const { groups: found, problems } = groups.fact;
      const read = found.length + problems.length;
      if (read === 0)
        return [note('no groups are there yet', 'Check directory.base and directory.filter if some should be.')];
      return [
        ok(`${counted(read, 'entry', 'entries')} read, completely`),
        ...problemFindings(
          problems.filter(({ addresses }) => addresses.length === 0),
          error,
        ),
        ...problemFindings(
          problems.filter(({ addresses }) => addresses.length > 0),
          warning,
        ),
        ...answeringTwice(found),
      ];
    }
  }
}

/** Without an address, an entry makes the whole tree unsafe; with one, its group is set apart. */
function problemFindings(problems: readonly EntryProblem[], finding: typeof error): readonly Finding[] {
  const [first] = problems;
  return first === undefined ? [] : [finding(`${first.dn} ${first.message}${more(problems.length - 1)}`, first.hint)];
}

function more(number: number): string {
  return number === 0 ? '' : ` (and ${counted(number, 'more entry', 'more entries')} like it)`;
}

function answeringTwice(groups: readonly CurrentGroup[]): readonly Finding[] {
  const owners = new Map<string, number>();
  for (const { addresses } of groups) {
    for (const key of new Set(addresses.map(groupKey))) owners.set(key, (owners.get(key) ?? 0) + 1);
  }
  const shared = [...owners].filter(([, number]) => number > 1).map(([address]) => address);
  if (shared.length === 0) return [];
  const message = `${counted(shared.length, 'address', 'addresses')} ${shared.length === 1 ? 'belongs' : 'belong'} to several entries: ${listed(shared)}`;
  return [warning(message, 'Postfix merges their members. Take the address out of all entries but one.')];
}
