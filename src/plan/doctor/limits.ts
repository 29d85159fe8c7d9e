import type { Finding } from '../../model/diagnosis.ts';
import { type DoctorFacts, known, type SettingsFacts } from './facts.ts';
import { counted, error, note, ok, warning } from './finding.ts';

/** Where OpenLDAP stops everybody without limits of their own. */
const usual = 500;

/** Whether the server gives all groups to this account, and will give more. */
export function checkLimits(facts: DoctorFacts): readonly Finding[] {
  const { groups, unpaged, rootDse, inputs } = facts;
  const { settings } = inputs;
  if (settings === undefined) return [];
  const whole = known(unpaged);
  if (groups.kind === 'failed') {
    return whole !== undefined && isLimit(whole.code)
      ? [error('the server stops this account before the last group; pages do not lift the limit', advice(settings))]
      : [];
  }
  const read = known(groups)?.groups.length;
  if (read === undefined || whole === undefined) return [];
  if (isLimit(whole.code)) {
    const message = `a search without pages is stopped after ${counted(whole.entries, 'entry', 'entries')}; Rollcall searches in pages and gets all ${read}`;
    return [note(message, 'A snapshot by ldapsearch needs pages too: -E pr=200/noprompt.')];
  }
  if (whole.code !== 0) return [note(`a search without pages ended with result code ${whole.code}`, undefined)];
  const mayStop = known(rootDse)?.kind === 'openldap';
  if (read < usual && read >= usual * 0.8 && mayStop) {
    const message = `${counted(read, 'group')}: OpenLDAP stops accounts without a limit of their own at ${usual}, in pages too`;
    return [warning(message, advice(settings))];
  }
  return [ok(`all ${counted(read, 'group')} come in one answer too`)];
}

/** sizeLimitExceeded, or adminLimitExceeded. */
function isLimit(code: number): boolean {
  return code === 4 || code === 11;
}

/** What to load into the server so that it gives everything. */
function advice({ bind }: SettingsFacts): string {
  const who = bind.kind === 'simple' ? `dn.exact="${bind.dn}"` : 'dn.exact="<the bind DN>"';
  return `On OpenLDAP, add to the database: olcLimits: ${who} size.prtotal=unlimited (in slapd.conf: limits ${who} size.prtotal=unlimited). On other servers raise the size and the look-through limit.`;
}
