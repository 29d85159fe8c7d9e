import { resultHint, resultName } from '../../ldap/result-code.ts';
import type { Finding } from '../../model/diagnosis.ts';
import type { DoctorFacts, Rehearsed, WriteProbe } from './facts.ts';
import { error, note, ok, warning } from './finding.ts';

/** Whether the account may write, asked without writing. */
export function checkWriting({ inputs, writes }: DoctorFacts): readonly Finding[] {
  if (inputs.settings?.isFile !== false || writes.length === 0) return [];
  const supported = writes.filter(({ result }) => result.kind !== 'known' || result.fact.kind !== 'unsupported');
  if (supported.length === 0) {
    const hint = 'Try an apply that changes one group.';
    return [note('it cannot be found out without writing: the server has no no-op control', hint)];
  }
  const replica = supported.find(({ result }) => result.kind === 'known' && isReplica(result.fact));
  if (replica?.result.kind === 'known' && replica.result.fact.kind === 'refused') {
    const said = resultName(replica.result.fact.code);
    return [error(`this server is a read-only replica (${said})`, 'Point directory.url at the provider.')];
  }
  return supported.flatMap(judge);
}

function isReplica(result: Rehearsed): boolean {
  return (
    result.kind === 'refused' &&
    (result.code === 10 || (result.code === 53 && /shadow|read.?only/i.test(result.message)))
  );
}

const unsafe =
  'no group here has the attributes for it yet, and a rehearsal with new ones can damage the database of OpenLDAP';

const verbs = { add: 'create a group', modify: 'change the members of a group', delete: 'delete a group' } as const;

function judge({ write, dn, result }: WriteProbe): readonly Finding[] {
  const verb = verbs[write];
  switch (result.kind) {
    case 'skipped':
      return [];
    case 'failed':
      return [warning(`whether we may ${verb} is not known: ${result.message}`, result.hint)];
    case 'known':
      return rehearsed(result.fact, verb, dn);
  }
}

function rehearsed(result: Rehearsed, verb: string, dn: string): readonly Finding[] {
  switch (result.kind) {
    case 'would succeed':
      return [ok(`we may ${verb}`)];
    case 'unsupported':
      return [note(`whether we may ${verb} cannot be found out without writing`, undefined)];
    case 'unsafe':
      return [note(`whether we may ${verb} cannot be found out safely: ${unsafe}`, undefined)];
    case 'refused': {
      const said = result.message === '' ? '' : `: ${result.message}`;
      const message = `we may not ${verb} (${dn}): ${resultName(result.code)}${said}`;
      if (result.code !== 50 && result.code !== 8) return [error(message, resultHint(result.code))];
      return [
        warning(message, 'That is enough for plan and import. For apply, give the bind DN write access to the groups.'),
      ];
    }
  }
}
