import type { Finding } from '../../model/diagnosis.ts';
import type { DoctorFacts } from './facts.ts';
import { counted, error, failed, ok, warning } from './finding.ts';

/** Whether settings and manifests are sound, and whether what they name on this machine can be used. */
export function checkSettings({ inputs, connection }: DoctorFacts): readonly Finding[] {
  const { settings, manifests, errors, warnings, unread } = inputs;
  const findings: Finding[] = [];
  if (errors > 0) {
    const hint = 'Run validate: it shows each of them with its place and a hint.';
    findings.push(error(`the settings and ${counted(manifests, 'manifest')} have ${counted(errors, 'error')}`, hint));
  }
  if (warnings > 0) {
    const hint = 'Run validate: it shows each of them with its place and a hint.';
    findings.push(warning(`there ${warnings === 1 ? 'is' : 'are'} ${counted(warnings, 'warning')}`, hint));
  }
  if (unread !== undefined) findings.push(warning(unread.message, unread.hint));
  if (connection.kind === 'failed' && connection.blame === 'input') findings.push(failed(connection));
  if (findings.length === 0) findings.push(ok(`the settings and ${counted(manifests, 'manifest')} are valid`));
  const allowed = settings?.allowedServers;
  if (allowed !== undefined) findings.push(ok(`credentials go to ${allowed.join(', ')} only`));
  return findings;
}
