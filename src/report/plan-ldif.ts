import { formatLdif } from '../ldap/ldif-writer.ts';
import type { Plan, Step } from '../model/plan.ts';
import { encodeGithubLog } from './encode-github.ts';
import { codePointText, encodeTerminal } from './encode-terminal.ts';
import { summaryLine } from './summary-line.ts';

/** The operations of a plan as LDIF change records (RFC 2849), in the order to send; comments say what it is. */
export function planToLdif(plan: Plan): string {
  const header = [
    'Rollcall plan',
    `target: ${plan.target.url} ${plan.target.base}`,
    `fingerprint: ${plan.fingerprint}`,
    summaryLine(plan),
  ];
  return comments(header) + formatLdif(plan.steps.flatMap((step) => step.operations));
}

/** The requests that take the steps back, as LDIF change records: the last step first. */
export function undoToLdif(steps: readonly Step[]): string {
  const inverse = [...steps].reverse().flatMap((step) => step.inverse);
  return comments(['Rollcall undo: takes the steps back, the last one first']) + formatLdif(inverse);
}

/** Comment lines of printable ASCII: nothing in the data can end the line or continue on the next one. */
function comments(lines: readonly string[]): string {
  const ascii = (line: string): string => encodeTerminal(line).replace(/[^ -~]/gu, codePointText);
  return lines.map((line) => `# ${encodeGithubLog(ascii(line))}\n`).join('');
}
