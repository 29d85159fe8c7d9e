/**
 * How a finding of the doctor is meant.
 * - `ok`: as it should be;
 * - `note`: worth knowing, nothing to do;
 * - `warning`: works today, or works in part;
 * - `error`: Rollcall cannot do its work like this.
 */
export type FindingState = 'ok' | 'note' | 'warning' | 'error';

/** One thing that a check found out. */
export interface Finding {
  readonly state: FindingState;
  /** A sentence without its full stop. */
  readonly message: string;
  /** What to do, as sentences; undefined when there is nothing to do. */
  readonly hint: string | undefined;
}

/** What the doctor looks at, in this order. */
export const checkNames = [
  'settings',
  'connection',
  'encryption',
  'identity',
  'server',
  'base',
  'schema',
  'controls',
  'groups',
  'accounts',
  'limits',
  'sizes',
  'reading',
  'writing',
  'queries',
  'postfix',
  'map-access',
  'map-lookup',
  'map-result',
  'expansion',
] as const;

/** The checks that are made only when a configuration of Postfix is named. */
export const postfixCheckNames: readonly CheckName[] = [
  'postfix',
  'map-access',
  'map-lookup',
  'map-result',
  'expansion',
];

/** The name of one check. */
export type CheckName = (typeof checkNames)[number];

/** One check with what it found; without findings it was not made, or does not apply here. */
export interface CheckResult {
  readonly check: CheckName;
  readonly findings: readonly Finding[];
}

/** All checks of one directory, in order. */
export interface Diagnosis {
  readonly target: { readonly url: string; readonly base: string };
  readonly checks: readonly CheckResult[];
}

const states: readonly FindingState[] = ['ok', 'note', 'warning', 'error'];

/** The worst state among findings; undefined without any. */
export function worstState(findings: readonly Finding[]): FindingState | undefined {
  return states.findLast((state) => findings.some((finding) => finding.state === state));
}
