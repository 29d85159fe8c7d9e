import type { Finding } from '../../model/diagnosis.ts';
import { type DoctorFacts, known } from './facts.ts';
import { note, ok, warning } from './finding.ts';

const paged = '1.2.840.113556.1.4.319';
const assertion = '1.3.6.1.1.12';
const preRead = '1.3.6.1.1.13.1';
const postRead = '1.3.6.1.1.13.2';
const transactions = '1.3.6.1.1.21.1';

/** Which extensions of LDAP the server has, and what is different without them. */
export function checkControls({ rootDse, writes }: DoctorFacts): readonly Finding[] {
  const fact = known(rootDse);
  if (fact === undefined) return [];
  const has = (oid: string): boolean => fact.controls.has(oid);
  const findings: Finding[] = [];
  if (has(paged)) findings.push(ok('searches in pages (RFC 2696)'));
  else {
    const hint = 'Raise the size limit of the bind DN above the number of groups.';
    findings.push(warning('no searches in pages: all groups must come in one answer', hint));
  }
  if (has(assertion)) findings.push(ok('assertions (RFC 4528): a group that changed since it was read is not written'));
  else findings.push(note(withoutAssertion, undefined));
  if (has(postRead) && has(preRead))
    findings.push(ok('read entry (RFC 4527): the answer to a write shows what is there now'));
  else findings.push(note('no read entry control: each group is read once more after it was written', undefined));
  findings.push(...noOp(writes));
  if (fact.extensions.has(transactions)) {
    findings.push(ok('transactions (RFC 5805) are offered; Rollcall never uses them, because they end some servers'));
  }
  return findings;
}

const withoutAssertion =
  'no assertions: a member that somebody else added or removed meanwhile is noticed, a description changed meanwhile is overwritten';

/** OpenLDAP has this control and does not list it, so it was tried. */
function noOp(writes: DoctorFacts['writes']): readonly Finding[] {
  const tried = writes.flatMap(({ result }) => known(result) ?? []).filter(({ kind }) => kind !== 'unsafe');
  if (tried.length === 0) return [];
  if (tried.every(({ kind }) => kind === 'unsupported')) {
    return [note('no no-op control: the server cannot be asked whether it would take a write', undefined)];
  }
  return [ok('no-op: the server says beforehand whether it would take a write')];
}
